package org.sluice.spark.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowOrder;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Cut;
import org.sluice.spark.shard.CutShards;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.ShardPlan;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/**
 * What there is to train on: the shards of the replicas, whole or the part that some batches read.
 */
final class TrainingSpan {
  private static final double BYTES_OF_A_VALUE = Float.BYTES + 1.0 / Byte.SIZE; // and its mask

  private final PreparedDataSet data;
  private final Scalings scaling;
  private final ReplicaPlan plan;
  private final ShardPlan shards;
  private final List<Shard> outlines;

  private TrainingSpan(PreparedDataSet data, Scalings scaling, ReplicaPlan plan, ShardPlan shards) {
    this.data = data;
    this.scaling = scaling;
    this.plan = plan;
    this.shards = shards;
    outlines =
        IntStream.range(0, shards.shards())
            .mapToObj(i -> shards.outline(i, scaling.columns()))
            .toList();
  }

  /** The training span of {@code data} for so many replicas. */
  static TrainingSpan of(PreparedDataSet data, Scalings scaling, ReplicaPlan plan, int replicas) {
    return new TrainingSpan(data, scaling, plan, shards(data, plan, replicas));
  }

  private static ShardPlan shards(PreparedDataSet data, ReplicaPlan plan, int replicas) {
    WindowSpec window = plan.framing().window();
    return switch (plan.sampling().kind()) {
      case WINDOWED -> {
        ShardPlan shards =
            Shards.windowPlan(data, Span.TRAIN, window, 0, replicas, "training.window");
        yield plan.shufflesAll() ? shards : shards.inBlocks(window);
      }
      case STATEFUL -> Shards.lanePlan(data, Span.TRAIN, window.horizon(), replicas, plan.lanes());
      case SEQUENCES ->
          Shards.sequencePlan(
              data, Span.TRAIN, window.steps(), plan.sampling().everyStep(), replicas);
    };
  }

  int replicas() {
    return shards.shards();
  }

  /** Windows of each shard, in shard order. */
  long[] windows() {
    return outlines.stream().mapToLong(plan::windows).toArray();
  }

  /** Batches that each shard takes in an epoch, in shard order. */
  long[] batches() {
    return outlines.stream().mapToLong(shard -> plan.training(shard).batches()).toArray();
  }

  /** Steps that a batch trains on: a mean where sequences differ in length. */
  double stepsOfBatch() {
    double each =
        switch (plan.sampling().kind()) {
          case WINDOWED -> plan.framing().window().steps();
          case STATEFUL -> plan.laneSpec().advance();
          case SEQUENCES -> (double) shards.rows() / shards.count();
        };
    return each * plan.lanes();
  }

  /** What all shards take in memory. */
  long bytes() {
    return (long) (shards.rows() * scaling.columns() * BYTES_OF_A_VALUE);
  }

  CutShards all() {
    return Shards.cut(data, Span.TRAIN, shards, scaling);
  }

  /**
   * The shards with the rows that batches of {@code epoch} read.
   *
   * @param from of each shard, the first of its batches
   * @param to of each shard, the batch behind the last
   */
  CutShards part(int epoch, long[] from, long[] to) {
    return Shards.cut(data, Span.TRAIN, partPlan(epoch, from, to), scaling);
  }

  private ShardPlan partPlan(int epoch, long[] from, long[] to) {
    if (plan.sampling().kind() == Sampling.STATEFUL) {
      long[] first = new long[from.length];
      long[] end = new long[from.length];
      for (int i = 0; i < from.length; i++) {
        first[i] = plan.laneSpec().first(from[i]);
        end[i] = from[i] < to[i] ? to[i] * plan.laneSpec().advance() : first[i];
      }
      return shards.only(plan.framing().window().horizon(), first, end);
    }
    List<BitSet> wanted = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      long[] windows = shards.cuts(i).stream().mapToLong(Cut::count).toArray();
      WindowOrder order = new WindowOrder(windows, plan.shuffle(), epoch, i);
      wanted.add(order.segments(from[i] * plan.lanes(), to[i] * plan.lanes()));
    }
    return shards.only(wanted);
  }
}
