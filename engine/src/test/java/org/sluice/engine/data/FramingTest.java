package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every element of every batch against its definition, over open shapes and missing values. */
class FramingTest {
  @Property(tries = 300)
  void everyWindowShowsItsOwnRowsAndTargets(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int steps,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 1, max = 5) int horizon,
      @ForAll @IntRange(min = 1, max = 7) int lanes,
      @ForAll boolean centered) {
    Random random = new Random(seed);
    List<Segment> segments = segments(random);
    WindowSpec spec = new WindowSpec(steps, stride, horizon);
    int features = 1 + random.nextInt(3);
    int names = random.nextInt(1 + features);
    Framing framing = new Framing(spec, features, targets(random), centered, new int[0], 0, names);
    Batcher batcher = Batchers.inOrder(new Shard(0, segments, List.of()), framing, lanes);
    Batch batch = batcher.newBatch();
    long window = 0;
    for (Segment segment : segments) {
      for (int row = 0; row + steps + horizon <= segment.rows(); row += stride, window++) {
        batcher.fill(0, window / lanes, batch);
        int b = (int) (window % lanes);
        assertThat(batch.lengths[b]).isEqualTo(steps);
        assertInputs(batch, framing, segment, row, b);
        assertTargets(batch, framing, segment, row + steps - 1, 0, b);
      }
    }
    assertThat(batcher.batches()).isEqualTo((window + lanes - 1) / lanes);
  }

  @Property(tries = 300)
  void everyStepOfALaneShowsItsOwnRowAndTargets(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int window,
      @ForAll @IntRange(min = 1, max = 5) int horizon) {
    Random random = new Random(seed);
    List<Segment> segments = segments(random);
    List<Shard.Lane> lanes = lanes(segments, random);
    WindowSpec spec = new WindowSpec(1, 1, horizon);
    Framing framing = new Framing(spec, 1 + random.nextInt(3), targets(random), false);
    Batcher batcher = Batchers.lanes(new Shard(0, segments, lanes), framing, window);
    Batch batch = batcher.newBatch();
    for (int b = 0; b < lanes.size(); b++) {
      int previous = -1;
      int position = 0;
      for (Shard.Stretch stretch : lanes.get(b).stretches()) {
        Segment segment = segments.get(stretch.segment());
        for (int i = 0; i < stretch.steps(); i++, position++) {
          batcher.fill(0, position / window, batch);
          int t = position % window;
          assertStep(batch, framing, segment, stretch.row() + i, t, b);
          assertThat(batch.reset[t * batch.rows + b])
              .isEqualTo(previous != -1 && previous != segment.series());
          previous = segment.series();
        }
      }
      for (; position < batcher.batches() * window; position++) {
        batcher.fill(0, position / window, batch);
        assertUnlabelled(batch, position % window, b);
      }
    }
  }

  private static void assertInputs(Batch batch, Framing framing, Segment segment, int row, int b) {
    int last = row + batch.steps - 1;
    for (int t = 0; t < batch.steps; t++) {
      for (int f = 0; f < framing.features(); f++) {
        boolean number = f < framing.features() - framing.names();
        float base = framing.centered() && number ? segment.value(last, f) : 0;
        assertThat(batch.x[(t * batch.rows + b) * batch.inputs + f])
            .isEqualTo(segment.value(row + t, f) - base);
      }
    }
  }

  private static void assertStep(
      Batch batch, Framing framing, Segment segment, int row, int t, int b) {
    assertThat(batch.lengths[b]).isGreaterThan(t);
    for (int f = 0; f < framing.features(); f++) {
      assertThat(batch.x[(t * batch.rows + b) * batch.inputs + f]).isEqualTo(segment.value(row, f));
    }
    assertTargets(batch, framing, segment, row, t, b);
  }

  private static void assertTargets(
      Batch batch, Framing framing, Segment segment, int row, int t, int b) {
    int[] targets = framing.targets();
    for (int h = 0; h < framing.window().horizon(); h++) {
      for (int y = 0; y < targets.length; y++) {
        int at = (t * batch.rows + b) * batch.outputs + h * targets.length + y;
        int ahead = row + h + 1;
        boolean known = ahead < segment.rows() && segment.observed(ahead, targets[y]);
        float base = framing.centered() ? segment.value(row, targets[y]) : 0;
        assertThat(batch.weight[at]).isEqualTo(known ? 1 : 0);
        assertThat(batch.target[at]).isEqualTo(known ? segment.value(ahead, targets[y]) - base : 0);
      }
    }
  }

  private static void assertUnlabelled(Batch batch, int t, int b) {
    assertThat(batch.lengths[b]).isLessThanOrEqualTo(t);
    for (int o = 0; o < batch.outputs; o++) {
      assertThat(batch.weight[(t * batch.rows + b) * batch.outputs + o]).isZero();
    }
  }

  /** One to four, two of a series, a quarter of their values missing, some without a row. */
  private static List<Segment> segments(Random random) {
    List<Segment> segments = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int s = 0; s < count; s++) {
      int rows = random.nextInt(40);
      BitSet missing = new BitSet();
      IntStream.range(0, rows * 3).filter(i -> random.nextInt(4) == 0).forEach(missing::set);
      segments.add(Examples.segment(s / 2, rows, 3, missing));
    }
    return segments;
  }

  private static int[] targets(Random random) {
    return random.nextBoolean() ? new int[] {2} : new int[] {1, 0};
  }

  /** Two lanes of stretches anywhere in the segments, none, one or many of them. */
  private static List<Shard.Lane> lanes(List<Segment> segments, Random random) {
    List<Shard.Lane> lanes = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      List<Shard.Stretch> stretches = new ArrayList<>();
      for (int s = 0; s < segments.size(); s++) {
        int rows = segments.get(s).rows();
        if (rows > 0 && random.nextInt(4) > 0) {
          int row = random.nextInt(rows);
          stretches.add(new Shard.Stretch(s, row, 1 + random.nextInt(rows - row)));
        }
      }
      lanes.add(new Shard.Lane(stretches));
    }
    return lanes;
  }
}
