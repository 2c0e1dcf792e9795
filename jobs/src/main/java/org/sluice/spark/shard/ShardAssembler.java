package org.sluice.spark.shard;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import scala.Tuple2;

/**
 * Makes the one shard of a partition from the pieces that reached it. Each piece has its own place,
 * so that the order of their arrival leaves no trace.
 */
record ShardAssembler(Broadcast<ShardPlan> plan, Scaling scaling)
    implements Function2<Integer, Iterator<Tuple2<Integer, Piece>>, Iterator<Shard>> {

  @Override
  public Iterator<Shard> call(Integer shard, Iterator<Tuple2<Integer, Piece>> pieces) {
    return List.of(assemble(plan.value(), scaling, shard, pieces)).iterator();
  }

  static Shard assemble(
      ShardPlan plan, Scaling scaling, int shard, Iterator<Tuple2<Integer, Piece>> pieces) {
    Map<Integer, SegmentAssembler> assemblers = new TreeMap<>();
    Cut[] cuts = plan.cuts();
    for (int c = 0; c < cuts.length; c++) {
      Cut cut = cuts[c];
      if (cut.shard() == shard) {
        assemblers.put(c, new SegmentAssembler(cut.series(), cut.start(), cut.rows(), scaling));
      }
    }
    pieces.forEachRemaining(
        keyed -> {
          Piece piece = keyed._2();
          assemblers.get(piece.cut()).add(piece.start(), piece.values(), piece.missing());
        });
    List<Segment> segments = assemblers.values().stream().map(SegmentAssembler::build).toList();
    return new Shard(shard, segments, plan.lanes(shard));
  }
}
