package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.Test;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;

/** Windows that overlap are views of series that are kept once. */
final class WindowMemoryTest {
  private static final int SERIES = 50;
  private static final int ROWS = 400;
  private static final int COLUMNS = 4;
  private static final Scaling SCALING =
      new Scaling(
          new boolean[COLUMNS],
          new double[COLUMNS],
          new double[] {1, 1, 1, 1},
          new float[COLUMNS],
          new boolean[COLUMNS]);

  private static Segment segment(int series) {
    SegmentAssembler assembler = new SegmentAssembler(series, 0, ROWS, SCALING);
    BitSet absent = new BitSet();
    absent.set(7);
    assembler.add(0, new float[ROWS * COLUMNS], absent);
    return assembler.build();
  }

  @Test
  void windowsOfStrideOneCostLessThanAFifthOfTheSeries() {
    List<Segment> segments = new ArrayList<>();
    for (int series = 0; series < SERIES; series++) {
      segments.add(segment(series));
    }
    Shard shard = new Shard(0, segments, List.of());
    Framing framing = new Framing(new WindowSpec(96, 1, 24), COLUMNS, new int[] {0}, false);
    Batcher batcher = Batchers.windowed(shard, framing, 32, 1);
    Batch batch = batcher.newBatch();
    for (long i = 0; i < batcher.batches(); i++) {
      batcher.fill(0, i, batch);
    }

    long series = (long) SERIES * ROWS * COLUMNS * Float.BYTES;
    long windows = (ROWS - 96 - 24 + 1L) * SERIES;
    assertThat(batcher.batches()).isEqualTo((windows + 31) / 32);
    assertThat(SizeEstimator.estimate(new Object[] {shard, batcher}))
        .isBetween(series, series * 12 / 10);
  }
}
