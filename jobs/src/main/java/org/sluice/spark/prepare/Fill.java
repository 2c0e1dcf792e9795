package org.sluice.spark.prepare;

/**
 * What a network reads where nothing was observed. None of them looks behind the end of a window.
 */
public enum Fill {
  /** The last value observed before; the mean where there was none. */
  LAST,
  /** The mean of the training span, or what its scaler takes for usual. */
  MEAN,
  /**
   * Between two values observed in a window what lies on the line between them; otherwise the last
   * one.
   */
  LINEAR
}
