package org.sluice.spark.shard;

import java.util.ArrayList;
import java.util.Arrays;
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
record ShardAssembler(Broadcast<ShardPlan> plan, Scalings scaling)
    implements Function2<Integer, Iterator<Tuple2<Integer, Piece>>, Iterator<Shard>> {

  @Override
  public Iterator<Shard> call(Integer shard, Iterator<Tuple2<Integer, Piece>> pieces) {
    return List.of(assemble(plan.value(), scaling, shard, pieces)).iterator();
  }

  static Shard assemble(
      ShardPlan plan, Scalings scaling, int shard, Iterator<Tuple2<Integer, Piece>> pieces) {
    Rows rows = new Rows(plan, scaling, shard);
    pieces.forEachRemaining(keyed -> rows.add(keyed._2()));
    return new Shard(shard, rows.segments(), plan.lanes(shard));
  }

  static Segment outline(Cut cut, int columns) {
    return Segment.outline(cut.series(), cut.start(), cut.rows(), columns);
  }

  /** The rows of a shard's segments, and of its outlines what was observed last. */
  private static final class Rows {
    private final ShardPlan plan;
    private final Scalings scaling;
    private final Map<Integer, SegmentAssembler> present = new TreeMap<>();
    private final Map<Integer, LastObserved> absent = new TreeMap<>();
    private final int shard;

    Rows(ShardPlan plan, Scalings scaling, int shard) {
      this.plan = plan;
      this.scaling = scaling;
      this.shard = shard;
      for (int c = 0; c < plan.cuts().length; c++) {
        Cut cut = plan.cuts()[c];
        if (cut.shard() == shard && !plan.absent().get(c)) {
          present.put(
              c,
              new SegmentAssembler(
                  cut.series(), cut.start(), cut.rows(), scaling.of(cut.series())));
        }
      }
    }

    void add(Piece piece) {
      SegmentAssembler segment = present.get(piece.cut());
      if (segment != null) {
        segment.add(piece);
      } else {
        absent.computeIfAbsent(piece.cut(), this::lastObserved).add(piece);
      }
    }

    private LastObserved lastObserved(int cut) {
      return new LastObserved(scaling.of(plan.cuts()[cut].series()));
    }

    /** In their order: a missing value repeats what was observed before a segment was cut off. */
    List<Segment> segments() {
      List<Segment> segments = new ArrayList<>();
      float[] before = {};
      for (int c = 0; c < plan.cuts().length; c++) {
        Cut cut = plan.cuts()[c];
        if (cut.shard() == shard) {
          before = plan.continues(c) ? behind(c - 1, segments, before) : fill(cut);
          segments.add(
              present.containsKey(c)
                  ? present.get(c).build(before)
                  : outline(cut, scaling.columns()));
        }
      }
      return segments;
    }

    private float[] fill(Cut cut) {
      return scaling.of(cut.series()).fill();
    }

    /** Scaled values of the last of the steps of cut {@code c}, the last of {@code segments}. */
    private float[] behind(int c, List<Segment> segments, float[] before) {
      Segment segment = segments.get(segments.size() - 1);
      if (segment.isOutline()) {
        return absent.containsKey(c) ? absent.get(c).over(before) : before;
      }
      int end = plan.cuts()[c].count() * segment.columns();
      return Arrays.copyOfRange(segment.values(), end - segment.columns(), end);
    }
  }
}
