package org.sluice.spark.prepare;

import java.util.Arrays;
import org.sluice.spark.prepare.RowRules.Resample;

/**
 * What several rows say of each column, as one number. Sums are in double, in the order in which
 * the rows come, so that the same rows in the same order give the same bits. Of names, which have
 * no mean, the last one stays. One thread.
 */
final class CellFold {
  private final Resample[] kinds; // [C]
  private final double[] folded; // [C]
  private final int[] counts; // [C]

  /**
   * @param named whether a column holds names, [C]
   */
  CellFold(Resample kind, boolean[] named) {
    kinds = new Resample[named.length];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = named[c] ? Resample.LAST : kind;
    }
    folded = new double[kinds.length];
    counts = new int[kinds.length];
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  /** Forgets what was, then {@link #add}. */
  void begin(float[] values, int first) {
    clear();
    add(values, first);
  }

  /**
   * @param values NaN where nothing was observed
   * @param first column of the first value
   */
  void add(float[] values, int first) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isNaN(values[i])) {
        int c = first + i;
        folded[c] = counts[c]++ == 0 ? values[i] : both(c, values[i]);
      }
    }
  }

  private double both(int c, float value) {
    return switch (kinds[c]) {
      case MEAN, SUM -> folded[c] + value;
      case MIN -> Math.min(folded[c], value);
      case MAX -> Math.max(folded[c], value);
      case LAST, COUNT -> value;
    };
  }

  /** Of columns [{@code from}, {@code to}); NaN where no row had a value, but a count of 0. */
  float[] values(int from, int to) {
    float[] values = new float[to - from];
    for (int c = from; c < to; c++) {
      values[c - from] = value(c);
    }
    return values;
  }

  private float value(int c) {
    if (kinds[c] == Resample.COUNT) {
      return counts[c];
    }
    if (counts[c] == 0) {
      return Float.NaN;
    }
    double value = kinds[c] == Resample.MEAN ? folded[c] / counts[c] : folded[c];
    return finite((float) value);
  }

  /** A sum beyond what a float holds is missing, as such a number in a table is. */
  private static float finite(float value) {
    return Float.isInfinite(value) ? Float.NaN : value;
  }
}
