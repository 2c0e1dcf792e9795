package org.sluice.engine.optim;

/**
 * Sums along an array whose bits depend on no vector width: element j goes into partial j mod 16,
 * in double and in index order, and the partials are joined by a fixed tree.
 */
final class Sums {
  private static final int PARTIALS = 16;

  private Sums() {}

  static double squares(float[] values) {
    double[] partials = new double[PARTIALS];
    int whole = values.length - values.length % PARTIALS;
    for (int j = 0; j < whole; j += PARTIALS) {
      for (int p = 0; p < PARTIALS; p++) {
        double value = values[j + p];
        partials[p] += value * value;
      }
    }
    for (int j = whole; j < values.length; j++) {
      double value = values[j];
      partials[j - whole] += value * value;
    }
    return join(partials);
  }

  /** Of {@code (values - others)²}, the difference taken in double. */
  static double squaredDifferences(float[] values, float[] others) {
    double[] partials = new double[PARTIALS];
    for (int j = 0; j < values.length; j++) {
      double difference = (double) values[j] - others[j];
      partials[j % PARTIALS] += difference * difference;
    }
    return join(partials);
  }

  private static double join(double[] partials) {
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      for (int p = 0; p < half; p++) {
        partials[p] += partials[p + half];
      }
    }
    return partials[0];
  }
}
