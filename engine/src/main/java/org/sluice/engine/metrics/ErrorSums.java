package org.sluice.engine.metrics;

import java.io.Serializable;

/**
 * Errors of a set of forecasts, summed; its means are not a number where there is no forecast.
 *
 * @param count forecasts whose actual value is known
 */
public record ErrorSums(long count, double squared, double absolute) implements Serializable {
  public static final ErrorSums NONE = new ErrorSums(0, 0, 0);

  public ErrorSums plus(ErrorSums other) {
    return new ErrorSums(count + other.count, squared + other.squared, absolute + other.absolute);
  }

  /** Mean squared error. */
  public double mse() {
    return squared / count;
  }

  /** Root of the mean squared error. */
  public double rmse() {
    return Math.sqrt(mse());
  }

  /** Mean absolute error. */
  public double mae() {
    return absolute / count;
  }

  /**
   * Mean absolute scaled error (Hyndman and Koehler 2006).
   *
   * @param scale mean absolute error of the naive forecast over the training span, in the same unit
   */
  public double mase(double scale) {
    return mae() / scale;
  }
}
