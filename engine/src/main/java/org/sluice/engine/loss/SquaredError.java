package org.sluice.engine.loss;

/** {@code (y - target)²}. */
public record SquaredError() implements ElementwiseLoss {
  @Override
  public double value(float y, float target) {
    double error = y - target;
    return error * error;
  }

  @Override
  public double slope(float y, float target) {
    return 2 * (y - target);
  }
}
