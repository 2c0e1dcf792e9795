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
}
