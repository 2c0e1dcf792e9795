package org.sluice.engine.loss;

import org.sluice.engine.base.Require;

/**
 * Huber 1964: with e = y - target, {@code e² / 2} for |e| up to delta and {@code delta (|e| - delta
 * / 2)} beyond, as torch.nn.HuberLoss.
 *
 * @param delta above 0
 */
public record Huber(double delta) implements ElementwiseLoss {
  public Huber {
    Require.above("training.loss.delta", delta, 0);
  }

  @Override
  public double value(float y, float target) {
    double error = Math.abs(y - target);
    return error <= delta ? error * error / 2 : delta * (error - delta / 2);
  }

  @Override
  public double slope(float y, float target) {
    return Math.max(-delta, Math.min(delta, y - target));
  }
}
