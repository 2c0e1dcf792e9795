package org.sluice.spark.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Hands each segment of a plan, by its shard, the rows of a chunk that it wants. */
record ChunkSlicer(Broadcast<ShardPlan> plan, int columns)
    implements PairFlatMapFunction<ChunkRow, Integer, Piece> {

  @Override
  public Iterator<Tuple2<Integer, Piece>> call(ChunkRow chunk) {
    return slice(plan.value(), columns, chunk).iterator();
  }

  static List<Tuple2<Integer, Piece>> slice(ShardPlan plan, int columns, ChunkRow chunk) {
    List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
    Cut[] cuts = plan.cuts();
    long start = chunk.getStart();
    long end = start + chunk.getValues().length / columns;
    for (int c = plan.firstCut(chunk.getSeries(), start); c < cuts.length; c++) {
      Cut cut = cuts[c];
      if (cut.series() != chunk.getSeries() || cut.start() >= end) {
        break;
      }
      int from = (int) (Math.max(start, cut.start()) - start) * columns;
      int to = (int) (Math.min(end, cut.end()) - start) * columns;
      float[] values = Arrays.copyOfRange(chunk.getValues(), from, to);
      Piece piece = new Piece(c, start + from / columns, values, chunk.missing(from, to));
      pieces.add(new Tuple2<>(cut.shard(), piece));
    }
    return pieces;
  }
}
