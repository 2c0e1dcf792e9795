package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.data.Shard.Lane;
import org.sluice.engine.data.Shard.Stretch;
import org.sluice.engine.data.WindowSpec;

class ShardPlanTest {
  private static final long FROM = 100;
  private static final long TO = 9_000;

  @Provide
  Arbitrary<SeriesTable> tables() {
    Arbitrary<long[]> extents =
        Arbitraries.longs()
            .between(0, 12_000)
            .array(long[].class)
            .ofSize(2)
            .map(pair -> Arrays.stream(pair).sorted().toArray());
    return extents
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(
            list ->
                new SeriesTable(
                    list.stream().mapToLong(pair -> pair[0]).toArray(),
                    list.stream().mapToLong(pair -> pair[1]).toArray()));
  }

  @Property(tries = 200)
  void everyWindowOfTheSpanIsInOneSegment(
      @ForAll("tables") SeriesTable table,
      @ForAll @IntRange(min = 1, max = 40) int steps,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 5) int shards) {
    WindowSpec window = new WindowSpec(steps, stride, 3);
    ShardPlan plan = ShardPlan.windowed(table, FROM, TO, window, 0, shards);
    List<String> planned = new ArrayList<>();
    for (Cut cut : plan.cuts()) {
      assertThat(cut.count()).isEqualTo(window.count(cut.rows())).isPositive();
      for (int w = 0; w < cut.count(); w++) {
        planned.add(cut.series() + "@" + (cut.start() + (long) w * stride));
      }
    }
    List<String> expected = new ArrayList<>();
    for (int s = 0; s < table.size(); s++) {
      for (long start = table.begin(s, FROM);
          start + window.span() <= table.end(s, TO);
          start += stride) {
        expected.add(s + "@" + start);
      }
    }
    assertThat(planned).isEqualTo(expected);
  }

  @Property(tries = 100)
  void trainingWindowsHoldNoRowThatIsLeftOut(
      @ForAll("tables") SeriesTable table,
      @ForAll @IntRange(min = 1, max = 40) int steps,
      @ForAll @IntRange(min = 5, max = 3000) int apart) {
    WindowSpec window = new WindowSpec(steps, 1, 3);
    List<SeriesTable.Run> runs = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int s = 0; s < table.size(); s++) {
      long free = table.begin(s, 0); // row behind the last that is left out
      long end = table.end(s, 12_000);
      for (long row = free; row < end; row++) {
        boolean out = row % apart < 2;
        if (out) {
          runs.add(new SeriesTable.Run(s, row, row + 1));
          free = row + 1;
        }
        long start = row + 1 - window.span();
        if (start >= free && start >= FROM && row < TO) {
          expected.add(s + "@" + start);
        }
      }
    }
    SeriesTable parted = table.leavingOut(runs);
    ShardPlan plan = ShardPlan.windowed(parted.forWindows(Span.TRAIN), FROM, TO, window, 0, 3);
    List<String> planned = new ArrayList<>();
    for (Cut cut : plan.cuts()) {
      for (int w = 0; w < cut.count(); w++) {
        planned.add(cut.series() + "@" + (cut.start() + w));
      }
    }
    assertThat(planned).isEqualTo(expected);
    assertThat(parted.forWindows(Span.TEST).size()).isEqualTo(table.size());
  }

  @Property(tries = 200)
  void shardsDifferByOneBlockAtMostAndByTheShortOnes(
      @ForAll("tables") SeriesTable table, @ForAll @IntRange(min = 2, max = 5) int shards) {
    ShardPlan plan = ShardPlan.windowed(table, FROM, TO, new WindowSpec(10, 1, 2), 0, shards);
    int[] blocks = IntStream.range(0, shards).map(i -> plan.cuts(i).size()).toArray();
    assertThat(Arrays.stream(blocks).max().getAsInt())
        .isLessThanOrEqualTo(Arrays.stream(blocks).min().getAsInt() + 1);
    assertThat(plan.cuts()).allMatch(cut -> cut.count() <= ShardPlan.BLOCK);
    for (int b = 0; b < plan.cuts().length; b++) {
      assertThat(plan.cuts()[b].shard()).isEqualTo(b % shards);
    }
  }

  @Test
  void oneShardHoldsEachSeriesInOnePiece() {
    SeriesTable table = new SeriesTable(new long[] {0, 50}, new long[] {4999, 60});
    ShardPlan plan = ShardPlan.windowed(table, 0, 10_000, new WindowSpec(8, 1, 2), 0, 1);
    assertThat(plan.cuts())
        .containsExactly(new Cut(0, 0, 0, 5000, 0, 4991), new Cut(0, 1, 50, 11, 0, 2));
  }

  @Test
  void aSegmentsLeadEndsWhereItsSeriesBegins() {
    SeriesTable table = new SeriesTable(new long[] {5}, new long[] {2999});
    ShardPlan plan = ShardPlan.windowed(table, 20, 3000, new WindowSpec(4, 1, 1), 100, 2);
    assertThat(plan.cuts())
        .containsExactly(
            new Cut(0, 0, 5, 15 + 1023 + 5, 15, 1024),
            new Cut(1, 0, 1044 - 100, 100 + 1023 + 5, 100, 1024),
            new Cut(0, 0, 2068 - 100, 100 + 927 + 5, 100, 928));
  }

  @Property(tries = 200)
  void lanesCoverEveryStepOnce(
      @ForAll("tables") SeriesTable table,
      @ForAll @IntRange(min = 1, max = 5) int shards,
      @ForAll @IntRange(min = 1, max = 7) int lanes) {
    ShardPlan plan = ShardPlan.lanes(table, FROM, TO, 4, shards, lanes);
    List<String> walked = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      List<Cut> cuts = plan.cuts(i);
      assertThat(plan.lanes(i)).hasSize(lanes);
      for (Lane lane : plan.lanes(i)) {
        lengths.add(lane.steps());
        for (Stretch stretch : lane.stretches()) {
          walked.addAll(steps(cuts.get(stretch.segment()), stretch));
        }
      }
    }
    assertThat(walked).isEqualTo(allSteps(table));
    long total = walked.size();
    int all = shards * lanes;
    for (int lane = 0; lane < all; lane++) {
      assertThat(lengths.get(lane)).isEqualTo(total / all + (lane < total % all ? 1 : 0));
    }
  }

  private static List<String> steps(Cut cut, Stretch stretch) {
    List<String> steps = new ArrayList<>();
    for (int row = stretch.row(); row < stretch.row() + stretch.steps(); row++) {
      assertThat(row + 1).as("a target behind the step").isLessThan(cut.rows());
      steps.add(cut.series() + "@" + (cut.start() + row));
    }
    return steps;
  }

  private static List<String> allSteps(SeriesTable table) {
    List<String> steps = new ArrayList<>();
    for (int s = 0; s < table.size(); s++) {
      for (long row = table.begin(s, FROM); row < table.end(s, TO) - 1; row++) {
        steps.add(s + "@" + row);
      }
    }
    return steps;
  }

  @Property(tries = 200)
  void aSegmentCarriesAHorizonOfTargetsBehindItsLastStep(
      @ForAll("tables") SeriesTable table, @ForAll @IntRange(min = 1, max = 6) int horizon) {
    for (Cut cut : ShardPlan.lanes(table, FROM, TO, horizon, 3, 2).cuts()) {
      long end = Math.min(cut.start() + cut.count() + horizon, table.end(cut.series(), TO));
      assertThat(cut.end()).isEqualTo(end);
    }
  }

  @Property(tries = 200)
  void theFirstCutOfAChunkIsTheFirstThatReachesBehindItsStart(
      @ForAll("tables") SeriesTable table,
      @ForAll @IntRange(min = 0, max = 8) int series,
      @ForAll @IntRange(min = 0, max = 12_000) int start) {
    ShardPlan plan = ShardPlan.windowed(table, FROM, TO, new WindowSpec(10, 1, 2), 0, 2);
    Cut[] cuts = plan.cuts();
    int expected = 0;
    while (expected < cuts.length
        && (cuts[expected].series() < series
            || (cuts[expected].series() == series && cuts[expected].end() <= start))) {
      expected++;
    }
    assertThat(plan.firstCut(series, start)).isEqualTo(expected);
  }
}
