package org.sluice.spark.prepare;

/**
 * What a network reads where nothing was observed. Both look into the past alone, so that what
 * comes later reaches no window.
 */
public enum Fill {
  /** The last value observed before; the mean where there was none. */
  LAST,
  /** The mean of the training span, or what its scaler takes for usual. */
  MEAN
}
