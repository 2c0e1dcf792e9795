package org.sluice.spark.shard;

import java.util.Arrays;

/**
 * What was observed last in each column of rows that no segment holds, in whatever order it comes.
 */
final class LastObserved {
  private final Scaling scaling;
  private final float[] values; // scaled
  private final long[] at; // where in the series each was observed

  LastObserved(Scaling scaling) {
    this.scaling = scaling;
    values = new float[scaling.columns()];
    at = new long[values.length];
    Arrays.fill(at, Long.MIN_VALUE);
  }

  /** Takes the last values of a stretch of rows, all of which lie before or behind other ones. */
  void add(Piece piece) {
    for (int c = 0; c < piece.values().length; c++) {
      if (!piece.missing().get(c) && piece.start() > at[c]) {
        at[c] = piece.start();
        values[c] = scaling.scale(c, piece.values()[c]);
      }
    }
  }

  /** Scaled values as they stand behind those rows: where nothing was observed, {@code before}. */
  float[] over(float[] before) {
    float[] behind = before.clone();
    for (int c = 0; c < values.length; c++) {
      if (at[c] != Long.MIN_VALUE) {
        behind[c] = values[c];
      }
    }
    return behind;
  }
}
