package org.sluice.engine.optim;

/**
 * Sums along an array whose bits depend on no vector width: element j goes into partial j mod 16,
 * in double and in index order, and the partials are joined by a fixed tree.
 */
final class Sums {
  private static final int PARTIALS = 16;

  /** Floats that stay in the first-level cache while they are gone through four times. */
  private static final int BLOCK = 4096;

  private Sums() {}

  static double squares(float[] values) {
    double[] partials = new double[PARTIALS];
    int whole = values.length - values.length % PARTIALS;
    for (int from = 0; from < whole; from += BLOCK) {
      int to = Math.min(whole, from + BLOCK);
      for (int p = 0; p < PARTIALS; p += 4) {
        addFourSquares(values, from, to, partials, p);
      }
    }
    for (int j = whole; j < values.length; j++) {
      double value = values[j];
      partials[j - whole] += value * value;
    }
    return join(partials);
  }

  /** Into partials p to p + 3: so many that the compiler keeps them in registers. */
  private static void addFourSquares(float[] values, int from, int to, double[] partials, int p) {
    double sum0 = partials[p];
    double sum1 = partials[p + 1];
    double sum2 = partials[p + 2];
    double sum3 = partials[p + 3];
    for (int j = from + p; j < to; j += PARTIALS) {
      double value0 = values[j];
      double value1 = values[j + 1];
      double value2 = values[j + 2];
      double value3 = values[j + 3];
      sum0 += value0 * value0;
      sum1 += value1 * value1;
      sum2 += value2 * value2;
      sum3 += value3 * value3;
    }
    partials[p] = sum0;
    partials[p + 1] = sum1;
    partials[p + 2] = sum2;
    partials[p + 3] = sum3;
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
