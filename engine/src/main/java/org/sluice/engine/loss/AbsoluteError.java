package org.sluice.engine.loss;

/** {@code |y - target|}; at 0 its slope is taken to be 0. */
public record AbsoluteError() implements ElementwiseLoss {
  @Override
  public double value(float y, float target) {
    return Math.abs(y - target);
  }

  @Override
  public double slope(float y, float target) {
    return Math.signum(y - target);
  }
}
