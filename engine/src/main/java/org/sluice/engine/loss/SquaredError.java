package org.sluice.engine.loss;

/**
 * Weighted squared error, {@code sum of w (y - target)²}; its mean divides by the sum of the
 * weights, once.
 */
public final class SquaredError {
  private SquaredError() {}

  /**
   * The sum over all elements, in double and in their order.
   *
   * @param dy receives the gradient of the mean; zero where every weight is zero
   */
  public static double forward(float[] y, float[] target, float[] weight, float[] dy) {
    double loss = 0;
    double weights = 0;
    for (int i = 0; i < y.length; i++) {
      double error = weight[i] == 0 ? 0 : y[i] - target[i];
      loss += weight[i] * error * error;
      weights += weight[i];
      dy[i] = (float) (2 * weight[i] * error);
    }
    float scale = weights == 0 ? 0 : (float) (1 / weights);
    for (int i = 0; i < y.length; i++) {
      dy[i] *= scale;
    }
    return loss;
  }
}
