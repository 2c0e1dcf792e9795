package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

final class ChunkCutterTest {
  private static final int ROWS = 8;
  private static final DataSetInfo.Spans SPANS = new DataSetInfo.Spans(0, 20, 29, 50);
  private static final ChunkCutter CUTTER = new ChunkCutter(SPANS, ROWS, 1);

  /** Two series of rows with gaps and duplicates: grid index to its values, the first one kept. */
  @Provide
  Arbitrary<Map<Integer, TreeMap<Long, Integer>>> series() {
    Arbitrary<TreeMap<Long, Integer>> rows =
        Arbitraries.maps(Arbitraries.longs().between(0, 49), Arbitraries.integers().between(1, 3))
            .ofMinSize(1)
            .ofMaxSize(30)
            .map(TreeMap::new);
    return rows.tuple2().map(two -> Map.of(0, two.get1(), 1, two.get2()));
  }

  @Property
  void chunksHoldEveryRowOnceAndNoOther(
      @ForAll("series") Map<Integer, TreeMap<Long, Integer>> series) {
    TreeMap<String, Float> expected = new TreeMap<>();
    TreeMap<String, Float> found = new TreeMap<>();
    series.forEach((s, rows) -> rows.keySet().forEach(i -> expected.put(s + " " + i, value(i))));

    for (Chunk chunk : cut(readings(series))) {
      for (int i = 0; i < chunk.getValues().length; i++) {
        if (chunk.getObserved()[i]) {
          found.put(chunk.getSeries() + " " + (chunk.getStart() + i), chunk.getValues()[i]);
        } else {
          assertThat(chunk.getValues()[i]).isZero();
        }
      }
    }

    assertThat(found).isEqualTo(expected);
  }

  @Property
  void chunksCoverTheirBlockCutAtBordersAndAtTheSeriesEnds(
      @ForAll("series") Map<Integer, TreeMap<Long, Integer>> series) {
    for (Chunk chunk : cut(readings(series))) {
      TreeMap<Long, Integer> rows = series.get(chunk.getSeries());
      long block = chunk.getStart() / ROWS * ROWS;
      long[] span =
          switch (chunk.getSplit()) {
            case "train" -> new long[] {0, 20};
            case "validation" -> new long[] {20, 29};
            default -> new long[] {29, 50};
          };
      long start = Math.max(Math.max(block, span[0]), rows.firstKey());
      long end = Math.min(Math.min(block + ROWS, span[1]), rows.lastKey() + 1);

      assertThat(chunk.getStart()).isEqualTo(start);
      assertThat(chunk.getValues()).hasSize((int) (end - start)).hasSameSizeAs(chunk.getObserved());
      assertThat(chunk.getRows()).isEqualTo(rows.subMap(start, end).size()).isPositive();
    }
  }

  @Test
  void aNegativeZeroBecomesZero() {
    Chunk chunk = cut(List.of(reading(0, 3, 3, 3, -0.0f))).get(0);

    assertThat(Float.floatToRawIntBits(chunk.getValues()[0])).isZero();
    assertThat(chunk.getObserved()[0]).isTrue();
  }

  @Test
  void readingsAreTakenOneChunkAtATime() {
    List<Reading> readings = new ArrayList<>();
    for (long i = 0; i < 20; i++) {
      readings.add(reading(0, i, 0, 19, 1));
    }
    int[] taken = {0};
    Iterator<Reading> source =
        readings.stream().peek(reading -> taken[0]++).sequential().iterator();
    CUTTER.call(source).next();

    assertThat(taken[0]).isLessThanOrEqualTo(ROWS + 2);
  }

  private static List<Reading> readings(Map<Integer, TreeMap<Long, Integer>> series) {
    List<Reading> readings = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      TreeMap<Long, Integer> rows = series.get(s);
      for (Map.Entry<Long, Integer> row : rows.entrySet()) {
        for (int copy = 0; copy < row.getValue(); copy++) {
          float value = value(row.getKey()) + copy;
          readings.add(reading(s, row.getKey(), rows.firstKey(), rows.lastKey(), value));
        }
      }
    }
    return readings;
  }

  private static float value(long index) {
    return 100 * index + 1;
  }

  private static Reading reading(int series, long index, long first, long last, float value) {
    Reading reading = new Reading();
    reading.setSeries(series);
    reading.setIndex(index);
    reading.setFirst(first);
    reading.setLast(last);
    reading.setValues(new float[] {value});
    return reading;
  }

  private static List<Chunk> cut(List<Reading> readings) {
    List<Chunk> chunks = new ArrayList<>();
    Merging<Reading> merging = new Merging<>(Duplicates.FIRST, Resample.LAST, new boolean[1]);
    CUTTER.call(merging.call(readings.iterator())).forEachRemaining(chunks::add);
    return chunks;
  }
}
