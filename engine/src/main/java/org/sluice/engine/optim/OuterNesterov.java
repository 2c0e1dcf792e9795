package org.sluice.engine.optim;

import org.sluice.engine.base.Require;

/**
 * A round as one step of SGD with Nesterov's momentum (DiLoCo; Douillard et al. 2023, arXiv
 * 2311.08105, with 0.7 and 0.9 around a local AdamW):
 *
 * <pre>
 * g = start - average
 * v = momentum * v + g
 * theta = start - rate * (g + momentum * v)
 * </pre>
 *
 * Its state is v. What it starts from is what {@link BlockMomentum} that looks ahead starts from,
 * at the same momentum and rate.
 */
public record OuterNesterov(double momentum, double rate) implements OuterOptimizer {
  public OuterNesterov {
    Require.between("training.averaging.momentum", momentum, 0, 0.9999);
    Require.above("training.averaging.rate", rate, 0);
  }

  @Override
  public int stateSize(int parameters) {
    return parameters;
  }

  @Override
  public void step(
      float[] theta, float[] start, float[] average, float[] state, double rateFactor) {
    for (int i = 0; i < theta.length; i++) {
      double gradient = (double) start[i] - average[i];
      double velocity = momentum * state[i] + gradient;
      double beside = (1 - rate) * gradient - rate * momentum * velocity;
      state[i] = (float) velocity;
      theta[i] = beside == 0 ? average[i] : (float) (average[i] + beside);
    }
  }
}
