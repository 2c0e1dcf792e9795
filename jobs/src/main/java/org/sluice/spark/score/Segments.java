package org.sluice.spark.score;

import java.util.Arrays;
import java.util.BitSet;
import org.sluice.engine.data.Segment;

/** What scoring needs of segments. */
final class Segments {
  private Segments() {}

  /** A segment's rows from {@code lead} on; copies unless that is all of them. */
  static Segment tail(Segment segment, int lead) {
    if (lead == 0) {
      return segment;
    }
    int from = lead * segment.columns();
    int to = segment.values().length;
    float[] values = Arrays.copyOfRange(segment.values(), from, to);
    BitSet missing = segment.missing().get(from, to);
    return new Segment(
        segment.series(), segment.start() + lead, segment.columns(), values, missing);
  }

  /** A segment with its first row {@code rows} times more before it; copies unless that is none. */
  static Segment padded(Segment segment, int rows) {
    if (rows == 0) {
      return segment;
    }
    int columns = segment.columns();
    float[] values = new float[(rows + segment.rows()) * columns];
    BitSet missing = new BitSet(values.length);
    for (int row = 0; row < rows + segment.rows(); row++) {
      int from = Math.max(0, row - rows);
      System.arraycopy(segment.values(), from * columns, values, row * columns, columns);
      for (int c = 0; c < columns; c++) {
        missing.set(row * columns + c, !segment.observed(from, c));
      }
    }
    return new Segment(segment.series(), segment.start() - rows, columns, values, missing);
  }
}
