package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.DataSetInfo.SeriesCounts;

class LeakCheckTest {
  private static final DataSetInfo.Spans SPANS = new DataSetInfo.Spans(0, 100, 150, 200, 10);

  private static final SeriesTable ALL = new SeriesTable(new long[4], new long[4]);

  private static ShardPlan plan(long start, int rows, int lead) {
    return new ShardPlan(1, 0, new Cut[] {new Cut(0, 3, start, rows, lead, 1)});
  }

  @Test
  void aTrainingWindowThatSeesTheGapOrValidationFailsTheJob() {
    LeakCheck.require(plan(60, 30, 0), ALL, SPANS, Span.TRAIN, 20);
    assertThatThrownBy(() -> LeakCheck.require(plan(60, 31, 0), ALL, SPANS, Span.TRAIN, 20))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "leak between spans: train windows of series 3 would read rows up to 90, but the span"
                + " ends before row 90; nothing was trained or measured");
  }

  @Test
  void aTargetBeforeItsSpanFailsTheJob() {
    LeakCheck.require(plan(75, 40, 5), ALL, SPANS, Span.VALIDATION, 20);
    assertThatThrownBy(() -> LeakCheck.require(plan(74, 40, 5), ALL, SPANS, Span.VALIDATION, 20))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("validation windows of series 3 would have row 99 as a target")
        .hasMessageContaining("the span begins at row 100");
  }

  @Test
  void aSeriesOfAnotherSpanFailsTheJob() {
    DataSetInfo.Spans whole = new DataSetInfo.Spans(0, 0, 0, 200, 0, new SeriesCounts(1, 2, 1));
    SeriesTable table = new SeriesTable(new long[4], new long[4], new byte[] {0, 1, 2, 1});
    LeakCheck.require(plan(75, 40, 5), table, whole, Span.VALIDATION, 20);
    assertThatThrownBy(() -> LeakCheck.require(plan(75, 40, 5), table, whole, Span.TRAIN, 20))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "leak between spans: train windows would be of series 3, which belongs to another span;"
                + " nothing was trained or measured");
  }

  @Property(tries = 300)
  void noTargetAndNoTrainingWindowCrossesABorder(
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 12) int steps,
      @ForAll @IntRange(min = 1, max = 5) int horizon,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(max = 15) int gap,
      @ForAll @IntRange(min = 1, max = 3) int shards) {
    DataSetInfo.Spans spans = new DataSetInfo.Spans(0, 40, 70, 100, gap);
    SeriesTable table = series(Draws.of(seed, Purpose.SAMPLE));
    WindowSpec window = new WindowSpec(steps, stride, horizon);
    for (Span span : Span.values()) {
      ShardPlan plan = Shards.windowPlan(table, spans, span, window, 0, shards);
      for (Cut cut : plan.cuts()) {
        for (int w = 0; w < cut.count(); w++) {
          long first = cut.start() + cut.lead() + (long) w * stride;
          long target = first + steps;
          assertThat(target).isGreaterThanOrEqualTo(span.from(spans));
          assertThat(target + horizon).isLessThanOrEqualTo(span.to(spans));
          assertThat(span != Span.TRAIN || target + horizon <= 40 - gap).isTrue();
        }
      }
      LeakCheck.require(
          ShardPlan.lanes(table, span.from(spans), span.to(spans), horizon, shards, 2),
          table,
          spans,
          span,
          1);
    }
  }

  /** Four series, each somewhere within the hundred rows. */
  private static SeriesTable series(Draws draws) {
    long[] first = new long[4];
    long[] last = new long[4];
    for (int s = 0; s < first.length; s++) {
      first[s] = (long) (draws.uniform(2L * s) * 60);
      last[s] = first[s] + (long) (draws.uniform(2L * s + 1) * (100 - first[s]));
    }
    return new SeriesTable(first, last);
  }
}
