package org.sluice.spark.prepare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import scala.Tuple2;

/**
 * Exact quartiles of columns: the least observed value that a quarter, a half, three quarters of
 * the observed values do not exceed. They are found by counting, in two passes: first values by the
 * upper half of their bits, then those that share that half with a quartile by all their bits. Only
 * whole numbers are added up, so partitions leave no trace, and of no column more than some ten
 * thousand numbers are in memory.
 */
final class Quartiles {
  private static final int HALF = 16; // bits
  private static final long UPPER = -1L << HALF;

  private final Map<Integer, float[]> values = new HashMap<>(); // by column, quartile 1 first

  private Quartiles() {}

  /**
   * @param training chunks of the training span
   * @param wanted columns; each must have a value
   * @param log columns whose values are counted as log(1 + x)
   */
  static Quartiles of(Dataset<Chunk> training, boolean[] wanted, boolean[] log) {
    Quartiles quartiles = new Quartiles();
    if (IntStream.range(0, wanted.length).anyMatch(column -> wanted[column])) {
      quartiles.find(training, wanted, log);
    }
    return quartiles;
  }

  private void find(Dataset<Chunk> training, boolean[] wanted, boolean[] log) {
    SortedMap<Long, Long> upper = count(training, new Counting(wanted, log, UPPER, Set.of()));
    Map<Integer, List<Place>> places = new TreeMap<>();
    Set<Long> bins = new HashSet<>();
    for (int column = 0; column < wanted.length; column++) {
      if (wanted[column]) {
        List<Place> three = places(upper.subMap(key(column), key(column + 1)));
        places.put(column, three);
        three.forEach(place -> bins.add(place.key()));
      }
    }
    SortedMap<Long, Long> lower = count(training, new Counting(wanted, log, -1L, bins));
    places.forEach((column, three) -> values.put(column, values(three, lower)));
  }

  private static float[] values(List<Place> places, SortedMap<Long, Long> counts) {
    float[] values = new float[places.size()];
    for (int q = 0; q < values.length; q++) {
      long bin = places.get(q).key();
      SortedMap<Long, Long> inBin = counts.subMap(bin, bin + (1L << HALF));
      values[q] = value(find(inBin, places.get(q).rank()).key());
    }
    return values;
  }

  /** The three quartiles of a column, the median between them; null of one that was not wanted. */
  float[] of(int column) {
    return values.get(column);
  }

  /**
   * @param rank from 1, among the values that have the key
   */
  private record Place(long key, long rank) {}

  private static List<Place> places(SortedMap<Long, Long> counts) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        find(counts, (total + 3) / 4),
        find(counts, (2 * total + 3) / 4),
        find(counts, (3 * total + 3) / 4));
  }

  private static Place find(SortedMap<Long, Long> counts, long rank) {
    long left = rank;
    for (Map.Entry<Long, Long> entry : counts.entrySet()) {
      if (left <= entry.getValue()) {
        return new Place(entry.getKey(), left);
      }
      left -= entry.getValue();
    }
    throw new IllegalStateException("fewer values than were counted");
  }

  private static SortedMap<Long, Long> count(Dataset<Chunk> training, Counting counting) {
    SortedMap<Long, Long> counts = new TreeMap<>();
    for (Tuple2<Long, Long> part :
        training
            .mapPartitions(counting, Encoders.tuple(Encoders.LONG(), Encoders.LONG()))
            .collectAsList()) {
      counts.merge(part._1(), part._2(), Long::sum);
    }
    return counts;
  }

  private static long key(int column) {
    return (long) column << Integer.SIZE;
  }

  /** The column, then the value's bits so turned that keys are in the order of values. */
  private static long key(int column, float value) {
    int bits = Float.floatToIntBits(value);
    int turned = bits ^ (bits >> 31 | Integer.MIN_VALUE);
    return key(column) | Integer.toUnsignedLong(turned);
  }

  private static float value(long key) {
    int turned = (int) key;
    return Float.intBitsToFloat(turned ^ (~turned >> 31 | Integer.MIN_VALUE));
  }

  /**
   * @param mask bits of a key that tell values apart
   * @param bins upper halves of the keys that are counted; none: all
   */
  private record Counting(boolean[] wanted, boolean[] log, long mask, Set<Long> bins)
      implements MapPartitionsFunction<Chunk, Tuple2<Long, Long>> {
    @Override
    public Iterator<Tuple2<Long, Long>> call(Iterator<Chunk> chunks) {
      Map<Long, long[]> counts = new HashMap<>();
      chunks.forEachRemaining(chunk -> count(chunk, counts));
      List<Tuple2<Long, Long>> parts = new ArrayList<>();
      counts.forEach((key, count) -> parts.add(new Tuple2<>(key, count[0])));
      return parts.iterator();
    }

    private void count(Chunk chunk, Map<Long, long[]> counts) {
      float[] values = chunk.getValues();
      for (int i = 0; i < values.length; i++) {
        int column = i % wanted.length;
        if (wanted[column] && chunk.getObserved()[i]) {
          long key = key(column, log[column] ? ColumnScaler.logged(values[i]) : values[i]);
          if (bins.isEmpty() || bins.contains(key & UPPER)) {
            counts.computeIfAbsent(key & mask, k -> new long[1])[0]++;
          }
        }
      }
    }
  }
}
