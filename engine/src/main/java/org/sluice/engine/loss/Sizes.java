package org.sluice.engine.loss;

import org.sluice.engine.base.SluiceException;

/** Checks that arrays belong together, and what all losses do with weights. */
final class Sizes {
  private Sizes() {}

  /** Rows of {@code y}. Without a format's arguments until it fails: nothing is allocated. */
  static int rows(int outputs, int targets, float[] y, float[] target, float[] weight, float[] dy) {
    int rows = y.length / outputs;
    if (rows * outputs != y.length || dy.length != y.length) {
      throw new SluiceException(
          "outputs must be rows of " + outputs + ", got " + y.length + " and " + dy.length);
    }
    if (target.length != rows * targets || weight.length != target.length) {
      throw new SluiceException(
          "targets and weights must be "
              + rows * targets
              + " floats, got "
              + target.length
              + " and "
              + weight.length);
    }
    return rows;
  }

  /** One over the sum of the weights, 0 where there are none. */
  static double scale(float[] weight) {
    double sum = 0;
    for (float w : weight) {
      sum += w;
    }
    return sum == 0 ? 0 : 1 / sum;
  }
}
