package org.sluice.spark.train;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.sluice.engine.data.Shard;
import org.sluice.spark.shard.CutShards;

/**
 * The shards that a training is at: those of one segment, while Spark cuts those of the next one
 * beside the rounds. No more than two segments are in memory. One thread.
 */
final class SegmentedShards implements AutoCloseable {
  private final TrainingSpan span;
  private final EpochRounds rounds;
  private final SegmentPlan segments;
  private final int epochs;
  private final int localSteps;
  private Optional<Held> current = Optional.empty();
  private Optional<Held> next = Optional.empty();
  private long cutAgain; // of segments that are done with

  /** Where in a training a segment is needed; all are one place where there is but one segment. */
  private record Place(int epoch, long segment) {}

  private record Held(Place place, CutShards cut, CachedShards cached) {
    void release() {
      cached.close();
      cut.close();
    }
  }

  SegmentedShards(
      TrainingSpan span, EpochRounds rounds, SegmentPlan segments, TrainingSpec training) {
    this.span = span;
    this.rounds = rounds;
    this.segments = segments;
    epochs = training.epochs();
    localSteps = training.localSteps();
  }

  int replicas() {
    return span.replicas();
  }

  /** Steps that a batch trains on. */
  double stepsOfBatch() {
    return span.stepsOfBatch();
  }

  EpochRounds rounds() {
    return rounds;
  }

  /** Of epochs, behind the first, whose rounds have so many local steps. */
  EpochRounds rounds(int steps) {
    return steps == localSteps ? rounds : EpochRounds.of(span.batches(), steps, 0);
  }

  SegmentPlan segments() {
    return segments;
  }

  /** The shards with all that {@code round} reads. */
  JavaRDD<Shard> at(int epoch, long round) {
    return held(epoch, round).rdd();
  }

  /** Bytes of the largest shard at a round, and the buffers of a replica that trains on one. */
  long[] largest(int epoch, long round, ReplicaPlan plan) {
    return held(epoch, round).largest(plan);
  }

  /** How often a lost shard was cut again, by the tasks that have ended. */
  long cutAgain() {
    return cutAgain + cutAgain(current) + cutAgain(next);
  }

  @Override
  public void close() {
    next = released(next);
    current = released(current);
  }

  private CachedShards held(int epoch, long round) {
    Place place =
        segments.isWhole() ? new Place(0, 0) : new Place(epoch, round / segments.rounds());
    if (!isAt(current, place)) {
      moveTo(place);
    }
    return current.orElseThrow().cached();
  }

  private void moveTo(Place place) {
    current = released(current);
    if (!isAt(next, place)) {
      next = released(next);
    }
    current = next.isPresent() ? next : Optional.of(cut(place));
    current.get().cached().rdd(); // whole before the next one takes up cores
    next = behind(place).map(this::cut);
  }

  private Held cut(Place place) {
    CutShards cut = segments.isWhole() ? span.all() : part(place);
    CachedShards cached =
        current
            .map(held -> held.cached().beside(cut.rdd()))
            .orElseGet(() -> CachedShards.of("training shards", cut.rdd()));
    return new Held(place, cut, cached);
  }

  private CutShards part(Place place) {
    long first = place.segment() * segments.rounds();
    long end = Math.min(first + segments.rounds(), rounds.in(place.epoch()));
    long[] from = new long[span.replicas()];
    long[] to = new long[span.replicas()];
    for (int i = 0; i < from.length; i++) {
      long behind = i == 0 ? 0 : rounds.lead(place.epoch());
      from[i] = Math.max(0, first - behind) * localSteps;
      to[i] = Math.max(0, end - behind) * localSteps;
    }
    return span.part(place.epoch(), from, to);
  }

  private Optional<Place> behind(Place place) {
    if (segments.isWhole()) {
      return Optional.empty();
    }
    if ((place.segment() + 1) * segments.rounds() < rounds.in(place.epoch())) {
      return Optional.of(new Place(place.epoch(), place.segment() + 1));
    }
    return place.epoch() + 1 < epochs
        ? Optional.of(new Place(place.epoch() + 1, 0))
        : Optional.empty();
  }

  private Optional<Held> released(Optional<Held> held) {
    cutAgain += cutAgain(held);
    held.ifPresent(Held::release);
    return Optional.empty();
  }

  private static long cutAgain(Optional<Held> held) {
    return held.map(h -> h.cached().cutAgain()).orElse(0L);
  }

  private static boolean isAt(Optional<Held> held, Place place) {
    return held.isPresent() && held.get().place().equals(place);
  }
}
