package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.LaneSpec;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.ShuffleSpec;
import org.sluice.engine.data.WindowOrder;
import org.sluice.engine.data.WindowSpec;
import scala.Tuple2;

/** Shards that hold a part of their rows show the batches of that part as the whole shards do. */
class ShardPartsTest {
  private static final int COLUMNS = 2;
  private static final int CHUNK = 64;
  private static final int HORIZON = 3;

  /** One column repeats its last value, the other is filled by a constant. */
  private static final Scaling SCALING =
      new Scaling(
          new boolean[2],
          new double[] {1, 0},
          new double[] {2, 1},
          new float[] {-7, -8},
          new boolean[] {false, true});

  /** Batches of a shard: the part of them that one segment of so many holds. */
  private record Part(long from, long to) {
    static List<Part> of(long batches, int parts) {
      long size = Math.max(1, (batches + parts - 1) / parts);
      List<Part> all = new ArrayList<>();
      for (long from = 0; from < batches; from += size) {
        all.add(new Part(from, Math.min(batches, from + size)));
      }
      return all;
    }
  }

  @Provide
  Arbitrary<Integer> parts() {
    return Arbitraries.of(1, 2, 3, 7);
  }

  @Property(tries = 60)
  void partsOfLanesShowTheBatchesOfTheWhole(
      @ForAll long seed,
      @ForAll("parts") int parts,
      @ForAll @IntRange(min = 1, max = 3) int shards,
      @ForAll @IntRange(min = 1, max = 4) int advance,
      @ForAll @IntRange(min = 0, max = 6) int delay) {
    SeriesTable table = table(seed, 90);
    ShardPlan whole = ShardPlan.lanes(table, 0, 200, HORIZON, shards, 3);
    LaneSpec spec = new LaneSpec(4, advance, delay);
    Framing framing = framing(4, 1);
    Function<Shard, Batcher> batcher = shard -> Batchers.lanes(shard, framing, spec);
    List<ChunkRow> chunks = chunks(table, seed);
    for (int i = 0; i < shards; i++) {
      Batcher expected = batcher.apply(assemble(whole, i, chunks));
      for (Part part : Part.of(expected.batches(), parts)) {
        long[] from = only(shards, i, spec.first(part.from()));
        ShardPlan plan = whole.only(HORIZON, from, only(shards, i, part.to() * advance));
        assertSameBatches(expected, batcher.apply(assemble(plan, i, chunks)), part);
      }
    }
  }

  @Property(tries = 30)
  void partsOfShuffledWindowsShowTheBatchesOfTheWhole(
      @ForAll long seed,
      @ForAll("parts") int parts,
      @ForAll @IntRange(min = 1, max = 3) int shards,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 100, max = 3000) int block) {
    SeriesTable table = table(seed, 4000);
    WindowSpec window = new WindowSpec(5, stride, HORIZON);
    ShardPlan whole = ShardPlan.windowed(table, 0, 9000, window, 0, shards).inBlocks(window);
    ShuffleSpec shuffle = new ShuffleSpec(seed, block);
    Framing framing = framing(5, stride);
    Function<Shard, Batcher> batcher = shard -> Batchers.windowed(shard, framing, 64, shuffle);
    List<ChunkRow> chunks = chunks(table, seed);
    for (int i = 0; i < shards; i++) {
      Batcher expected = batcher.apply(assemble(whole, i, chunks));
      long[] windows = whole.cuts(i).stream().mapToLong(Cut::count).toArray();
      for (Part part : Part.of(expected.batches(), parts)) {
        List<BitSet> wanted = new ArrayList<>(Collections.nCopies(shards, new BitSet()));
        WindowOrder order = new WindowOrder(windows, shuffle, 0, i);
        wanted.set(i, order.segments(part.from() * 64, part.to() * 64));
        Shard shard = assemble(whole.only(wanted), i, chunks);
        assertSameBatches(expected, batcher.apply(shard), part);
      }
    }
  }

  @Test
  void aPartOfLanesHoldsItsRowsAndAHorizonAndNoOthers() {
    SeriesTable table = new SeriesTable(new long[] {0, 0}, new long[] {100, 100});
    ShardPlan whole = ShardPlan.lanes(table, 0, 200, HORIZON, 1, 4);
    ShardPlan part = whole.only(HORIZON, new long[] {10}, new long[] {20});
    assertThat(whole.rows()).isEqualTo(2 * 101);
    assertThat(part.rows()).isEqualTo(4 * (10 + HORIZON));
    assertThat(part.count()).isEqualTo(whole.count());
    assertThat(part.to()).isEqualTo(70 + HORIZON);
  }

  @Test
  void blocksOfOneShardAreThoseOfManyShards() {
    SeriesTable table = new SeriesTable(new long[] {0, 50}, new long[] {2999, 60});
    WindowSpec window = new WindowSpec(8, 2, 2);
    ShardPlan one = ShardPlan.windowed(table, 0, 10_000, window, 0, 1).inBlocks(window);
    ShardPlan two = ShardPlan.windowed(table, 0, 10_000, window, 0, 2);
    assertThat(one.cuts())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("shard")
        .containsExactly(two.cuts());
    assertThat(two.inBlocks(window).cuts()).containsExactly(two.cuts());
  }

  private static void assertSameBatches(Batcher whole, Batcher part, Part batches) {
    assertThat(part.batches()).isEqualTo(whole.batches());
    Batch expected = whole.newBatch();
    Batch found = part.newBatch();
    for (long index = batches.from(); index < batches.to(); index++) {
      assertThat(part.fill(0, index, found)).isEqualTo(whole.fill(0, index, expected));
      assertThat(found.x).isEqualTo(expected.x);
      assertThat(found.target).isEqualTo(expected.target);
      assertThat(found.weight).isEqualTo(expected.weight);
      assertThat(found.lengths).isEqualTo(expected.lengths);
      assertThat(found.reset).isEqualTo(expected.reset);
    }
  }

  private static Framing framing(int steps, int stride) {
    return new Framing(new WindowSpec(steps, stride, HORIZON), COLUMNS, new int[] {1}, false);
  }

  /** {@code value} at shard {@code i}; the others want nothing. */
  private static long[] only(int shards, int i, long value) {
    long[] values = new long[shards];
    values[i] = value;
    return values;
  }

  private static Shard assemble(ShardPlan plan, int shard, List<ChunkRow> chunks) {
    List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
    for (ChunkRow chunk : chunks) {
      if (chunk.getStart() < plan.to() && chunk.getStart() > plan.from() - CHUNK) {
        pieces.addAll(ChunkSlicer.slice(plan, COLUMNS, chunk));
      }
    }
    Collections.shuffle(pieces, new Random(1));
    return ShardAssembler.assemble(
        plan,
        new Scalings(SCALING),
        shard,
        pieces.stream().filter(piece -> piece._1() == shard).iterator());
  }

  /** Four series of up to so many rows. */
  private static SeriesTable table(long seed, int rows) {
    Draws draws = Draws.of(seed, Draws.Purpose.SAMPLE);
    long[] first = new long[4];
    long[] last = new long[4];
    for (int s = 0; s < 4; s++) {
      first[s] = (long) (10 * draws.uniform(2L * s));
      last[s] = first[s] + (long) (rows * draws.uniform(2L * s + 1));
    }
    return new SeriesTable(first, last);
  }

  /** Half of the values are missing, often many of them in a row. */
  private static List<ChunkRow> chunks(SeriesTable table, long seed) {
    List<ChunkRow> chunks = new ArrayList<>();
    for (int s = 0; s < table.size(); s++) {
      Draws draws = Draws.of(seed, Draws.Purpose.SAMPLE).at(s);
      long end = table.end(s, Long.MAX_VALUE);
      for (long start = table.begin(s, 0); start < end; start += CHUNK) {
        chunks.add(chunk(s, start, (int) Math.min(CHUNK, end - start), draws));
      }
    }
    return chunks;
  }

  private static ChunkRow chunk(int series, long start, int rows, Draws draws) {
    float[] values = new float[rows * COLUMNS];
    boolean[] observed = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      long cell = start * COLUMNS + i;
      values[i] = draws.uniform(cell);
      observed[i] = draws.at(1).uniform(cell / 20) < 0.5 && draws.at(2).uniform(cell) < 0.8;
    }
    ChunkRow chunk = new ChunkRow();
    chunk.setSeries(series);
    chunk.setStart(start);
    chunk.setValues(values);
    chunk.setObserved(observed);
    return chunk;
  }
}
