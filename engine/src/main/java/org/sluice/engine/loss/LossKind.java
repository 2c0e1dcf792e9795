package org.sluice.engine.loss;

/** The losses; {@link LossSettings} says which settings each reads. */
public enum LossKind {
  /** {@link SquaredError}. */
  SQUARED,
  /** {@link AbsoluteError}. */
  ABSOLUTE,
  /** {@link Huber}. */
  HUBER,
  /** {@link QuantileLoss}. */
  QUANTILE,
  /** {@link BinaryCrossEntropy}. */
  BINARY_CROSS_ENTROPY,
  /** {@link CrossEntropy}. */
  CROSS_ENTROPY
}
