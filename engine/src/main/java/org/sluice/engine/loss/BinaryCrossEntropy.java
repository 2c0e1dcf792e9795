package org.sluice.engine.loss;

/**
 * Cross-entropy of yes or no for each output, y being a logit: {@code -target log s(y) - (1 -
 * target) log(1 - s(y))} with the logistic s, computed as {@code max(y, 0) - y target + log(1 +
 * exp(-|y|))}, which no logit overflows. Targets lie between 0 and 1.
 */
public record BinaryCrossEntropy() implements ElementwiseLoss {
  @Override
  public double value(float y, float target) {
    double logit = y;
    return Math.max(logit, 0) - logit * target + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
  }

  @Override
  public double slope(float y, float target) {
    double e = StrictMath.exp(-Math.abs((double) y));
    return (y < 0 ? e : 1) / (1 + e) - target;
  }
}
