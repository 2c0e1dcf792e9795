package org.sluice.engine.loss;

import java.util.List;

/**
 * Which loss, and how it is set. A setting that a kind does not read has no effect on it.
 *
 * @param delta of HUBER
 * @param quantiles of QUANTILE
 * @param smoothing of the labels in CROSS_ENTROPY
 */
public record LossSettings(LossKind kind, double delta, List<Double> quantiles, double smoothing) {
  public LossSettings {
    quantiles = List.copyOf(quantiles);
    of(kind, delta, quantiles, smoothing); // refuses what the kind cannot use
  }

  public Loss loss() {
    return of(kind, delta, quantiles, smoothing);
  }

  /** Whether outputs are estimates of the targets themselves, one for one. */
  public boolean estimatesTargets() {
    return kind == LossKind.SQUARED || kind == LossKind.ABSOLUTE || kind == LossKind.HUBER;
  }

  private static Loss of(LossKind kind, double delta, List<Double> quantiles, double smoothing) {
    return switch (kind) {
      case SQUARED -> new SquaredError();
      case ABSOLUTE -> new AbsoluteError();
      case HUBER -> new Huber(delta);
      case QUANTILE -> new QuantileLoss(quantiles);
      case BINARY_CROSS_ENTROPY -> new BinaryCrossEntropy();
      case CROSS_ENTROPY -> new CrossEntropy(smoothing);
    };
  }
}
