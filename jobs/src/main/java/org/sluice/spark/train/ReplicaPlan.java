package org.sluice.spark.train;

import java.io.Serializable;
import org.sluice.engine.base.Draws;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.LaneSpec;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.ShuffleSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalResult;
import org.sluice.spark.shard.SamplingSpec;
import org.sluice.spark.train.TrainingSpec.ReduceSpec.Deltas;

/**
 * What all replicas of a training have in common: the small object that a task's closure carries.
 */
record ReplicaPlan(
    NetworkSpec network,
    LocalPlan local,
    Framing framing,
    SamplingSpec sampling,
    int lanes,
    ShuffleSpec shuffle,
    Deltas deltas)
    implements Serializable {
  private static final float[] NONE = {};

  /** Bytes of what a replica starts from: parameters, and its optimizer's state if it is kept. */
  long bytesOut() {
    int parameters = Network.of(network).layout().size();
    return Float.BYTES * ((long) parameters + local.keptState(parameters));
  }

  /** Bytes that a replica hands back. */
  long bytesBack() {
    long saved = (Float.BYTES - Short.BYTES) * (long) Network.of(network).layout().size();
    return deltas == Deltas.EXACT ? bytesOut() : bytesOut() - saved;
  }

  /** Whether what replicas hand back is to be added to what they started from. */
  boolean takesDifferences() {
    return deltas == Deltas.BITS16 && !local.gradients();
  }

  /** What a replica that came to {@code result} hands back. */
  LocalResult handed(LocalResult result, float[] start, Draws draws) {
    return deltas == Deltas.EXACT
        ? result
        : result.inSixteenBits(takesDifferences() ? start : NONE, draws);
  }

  /** The shard in the order of training. */
  Batcher training(Shard shard) {
    return switch (sampling.kind()) {
      case WINDOWED -> Batchers.windowed(shard, framing, lanes, shuffle);
      case STATEFUL -> Batchers.lanes(shard, framing, laneSpec());
      case SEQUENCES ->
          Batchers.sequences(shard, framing, lanes, sampling.everyStep(), shuffle.seed());
    };
  }

  /** The shard in the order of the series, {@code rows} windows at a time. */
  Batcher validation(Shard shard, int rows) {
    int steps = framing.window().steps();
    return switch (sampling.kind()) {
      case WINDOWED -> Batchers.inOrder(shard, framing, rows);
      case STATEFUL -> Batchers.lanes(shard, framing, new LaneSpec(steps, steps, sampling.delay()));
      case SEQUENCES -> Batchers.sequencesInOrder(shard, framing, rows, sampling.everyStep());
    };
  }

  /** Windows, or sequences, that an epoch of this shard trains on. */
  long windows(Shard shard) {
    return switch (sampling.kind()) {
      case WINDOWED ->
          shard.segments().stream().mapToLong(s -> framing.window().count(s.rows())).sum();
      case STATEFUL ->
          shard.lanes().stream().mapToLong(lane -> laneSpec().windows(lane.steps())).sum();
      case SEQUENCES -> shard.segments().size();
    };
  }

  /** Of every random choice. */
  long seed() {
    return shuffle.seed();
  }

  /** Whether every window of a shard may come at any place of an epoch. */
  boolean shufflesAll() {
    return shuffle.block() == Long.MAX_VALUE;
  }

  LaneSpec laneSpec() {
    return new LaneSpec(framing.window().steps(), framing.window().stride(), sampling.delay());
  }
}
