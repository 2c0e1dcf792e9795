package org.sluice.spark.shard;

import org.sluice.spark.prepare.DataSetInfo;

/**
 * Holds a plan against the borders of its span, window by window as they were planned: whatever
 * planned them, no row of another span may be learnt from or counted.
 */
final class LeakCheck {
  private LeakCheck() {}

  /**
   * @param table of all series, whatever the plan was made from
   * @param past rows of each segment, behind its lead, that stand before its first target
   * @throws IllegalStateException if a window reads rows at or behind its span's end, or forecasts
   *     rows before its beginning, or is of a series of another span
   */
  static void require(
      ShardPlan plan, SeriesTable table, DataSetInfo.Spans spans, Span span, int past) {
    for (Cut cut : plan.cuts()) {
      if (!table.isIn(cut.series(), span)) {
        throw new IllegalStateException(
            String.format(
                "leak between spans: %s windows would be of series %d, which belongs to another"
                    + " span; nothing was trained or measured",
                span.label(), cut.series()));
      }
      if (cut.end() > span.to(spans)) {
        throw leak(cut, span, "read rows up to " + (cut.end() - 1), "ends before", span.to(spans));
      }
      long target = cut.start() + cut.lead() + past;
      if (target < span.from(spans)) {
        throw leak(cut, span, "have row " + target + " as a target", "begins at", span.from(spans));
      }
    }
  }

  private static IllegalStateException leak(
      Cut cut, Span span, String what, String border, long row) {
    return new IllegalStateException(
        String.format(
            "leak between spans: %s windows of series %d would %s, but the span %s row %d;"
                + " nothing was trained or measured",
            span.label(), cut.series(), what, border, row));
  }
}
