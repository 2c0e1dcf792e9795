package org.sluice.engine.data;

import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.Require;

/**
 * The ways of cutting a shard into batches. A batcher keeps references to the shard's arrays and
 * copies nothing but offsets; it may be used by any thread, each with its own batch.
 */
public final class Batchers {
  private Batchers() {}

  /**
   * Independent windows, {@code lanes} at a time, in an order of its own for each epoch: a function
   * of (seed, epoch, shard). One target step, the last.
   */
  public static Batcher windowed(Shard shard, Framing framing, int lanes, long seed) {
    return windowed(shard, framing, lanes, ShuffleSpec.whole(seed));
  }

  /** The same, shuffled as {@link WindowOrder} says. */
  public static Batcher windowed(Shard shard, Framing framing, int lanes, ShuffleSpec shuffle) {
    Windows windows = windows(shard, framing, lanes);
    long[] counts = windows.counts();
    return new WindowedBatcher(
        windows,
        framing,
        lanes,
        epoch -> new WindowOrder(counts, shuffle, epoch, shard.index())::window);
  }

  /** The same windows in the order of (segment, start), whatever the epoch. */
  public static Batcher inOrder(Shard shard, Framing framing, int lanes) {
    return new WindowedBatcher(
        windows(shard, framing, lanes), framing, lanes, epoch -> LongUnaryOperator.identity());
  }

  /**
   * The shard's lanes side by side, window after window, the state carried. Every step is a target
   * once. The framing's own window length and stride do not matter.
   */
  public static Batcher lanes(Shard shard, Framing framing, LaneSpec spec) {
    Require.that(
        !framing.centered(),
        "model.center must be none where training.sampling is stateful, got last;"
            + " use training.sampling = windowed to measure windows from their last row");
    Require.that(
        framing.lines().length == 0,
        "data.missing must not be linear where training.sampling is stateful: each step is"
            + " forecast, and a line shows what comes behind it; use last, or"
            + " training.sampling = windowed");
    requireColumns(shard, framing);
    return new LaneBatcher(shard, framing, spec);
  }

  /** Windows of {@code steps} steps one behind the other. */
  public static Batcher lanes(Shard shard, Framing framing, int steps) {
    return lanes(shard, framing, new LaneSpec(steps));
  }

  /**
   * Whole sequences of unequal lengths, {@code lanes} at a time, each from the zero state: every
   * segment is one, of at most the framing's window. Those of a batch are about as long as one
   * another; the order is a function of (seed, epoch, shard).
   *
   * @param everyStep whether every step has a target, else only the last
   */
  public static Batcher sequences(
      Shard shard, Framing framing, int lanes, boolean everyStep, long seed) {
    Draws draws = Draws.of(seed, Purpose.SHUFFLE).at(shard.index());
    return sequences(shard, framing, lanes, everyStep, Optional.of(draws));
  }

  /**
   * The same sequences in their order, whatever the epoch: row b of batch i is segment {@code i *
   * lanes + b}, of those that have a step.
   */
  public static Batcher sequencesInOrder(
      Shard shard, Framing framing, int lanes, boolean everyStep) {
    return sequences(shard, framing, lanes, everyStep, Optional.empty());
  }

  private static Batcher sequences(
      Shard shard, Framing framing, int lanes, boolean everyStep, Optional<Draws> draws) {
    Require.atLeast("training.lanes", lanes, 1);
    Require.that(!framing.centered(), "whole sequences are not measured from their last rows");
    Require.that(
        framing.lines().length == 0,
        "data.missing must not be linear where training.sampling is sequences; use last or mean");
    requireColumns(shard, framing);
    return new SequenceBatcher(shard, framing, lanes, everyStep, draws);
  }

  private static Windows windows(Shard shard, Framing framing, int lanes) {
    Require.atLeast("training.lanes", lanes, 1);
    requireColumns(shard, framing);
    return new Windows(shard.segments(), framing.window());
  }

  private static void requireColumns(Shard shard, Framing framing) {
    int needed = framing.features();
    for (int target : framing.targets()) {
      needed = Math.max(needed, target + 1);
    }
    for (Segment segment : shard.segments()) {
      Require.atLeast("columns of a segment", segment.columns(), needed);
    }
  }
}
