package org.sluice.spark.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Hands each segment of a plan, by its shard, the rows of a chunk that it wants. An outline in a
 * lane gets one row: the values that were observed last, for the segment behind it to go on from.
 *
 * @param columns of a chunk's rows, labels apart
 */
record ChunkSlicer(Broadcast<ShardPlan> plan, int columns)
    implements PairFlatMapFunction<ChunkRow, Integer, Piece> {

  @Override
  public Iterator<Tuple2<Integer, Piece>> call(ChunkRow chunk) {
    return slice(plan.value(), columns, chunk).iterator();
  }

  static List<Tuple2<Integer, Piece>> slice(ShardPlan plan, int width, ChunkRow chunk) {
    List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
    int columns = chunk.isLabel() ? 1 : width;
    Cut[] cuts = plan.cuts();
    long start = chunk.getStart();
    long end = start + chunk.getValues().length / columns;
    for (int c = plan.firstCut(chunk.getSeries(), start); c < cuts.length; c++) {
      Cut cut = cuts[c];
      if (cut.series() != chunk.getSeries() || cut.start() >= end) {
        break;
      }
      int from = (int) (Math.max(start, cut.start()) - start) * columns;
      if (!plan.absent().get(c)) {
        int to = (int) (Math.min(end, cut.end()) - start) * columns;
        float[] values = Arrays.copyOfRange(chunk.getValues(), from, to);
        Piece piece =
            new Piece(c, start + from / columns, chunk.isLabel(), values, chunk.missing(from, to));
        pieces.add(new Tuple2<>(cut.shard(), piece));
      } else if (plan.lanes() > 0 && !chunk.isLabel()) {
        int to = (int) (Math.min(end, cut.start() + cut.count()) - start) * columns;
        Piece piece = lastObserved(c, start + from / columns, columns, chunk, from, to);
        pieces.add(new Tuple2<>(cut.shard(), piece));
      }
    }
    return pieces;
  }

  private static Piece lastObserved(
      int cut, long start, int columns, ChunkRow chunk, int from, int to) {
    float[] values = new float[columns];
    BitSet missing = new BitSet(columns);
    missing.set(0, columns);
    for (int i = from; i < to; i++) {
      if (chunk.getObserved()[i]) {
        values[i % columns] = chunk.getValues()[i];
        missing.clear(i % columns);
      }
    }
    return new Piece(cut, start, false, values, missing);
  }
}
