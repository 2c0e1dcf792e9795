package org.sluice.spark.train;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.checkpoint.CheckpointWriter;

/**
 * Saves a training at a round's border whenever it is time. The clock says when, never what: a
 * training that goes on from any checkpoint comes to the same end.
 */
final class Checkpointer {
  private final CheckpointSpec spec;
  private final CheckpointWriter writer;
  private final Snapshots snapshots;
  private final TrainingListener listener;
  private final LongSupplier nanos;
  private long last;

  Checkpointer(
      CheckpointSpec spec,
      CheckpointWriter writer,
      Snapshots snapshots,
      TrainingListener listener,
      LongSupplier nanos) {
    this.spec = spec;
    this.writer = writer;
    this.snapshots = snapshots;
    this.listener = listener;
    this.nanos = nanos;
    last = nanos.getAsLong();
  }

  /**
   * Begins to save {@code run} if it is time, behind an earlier checkpoint that is still being
   * written: which rounds are saved does not depend on how fast files are.
   */
  void border(TrainingRun run) {
    if (isTime(run)) {
      begin(run, false);
    }
  }

  /** Saves {@code run} now and waits until that is done. */
  void save(TrainingRun run, boolean finished) {
    begin(run, finished);
    writer.await().ifPresent(listener::warned);
  }

  private void begin(TrainingRun run, boolean finished) {
    writer.begin(run.roundsInAll(), snapshots.of(run, finished)).ifPresent(listener::warned);
    last = nanos.getAsLong();
  }

  private boolean isTime(TrainingRun run) {
    boolean rounds = spec.everyRounds() > 0 && run.roundsInAll() % spec.everyRounds() == 0;
    long minutes = TimeUnit.NANOSECONDS.toMinutes(nanos.getAsLong() - last);
    return rounds || spec.everyMinutes() > 0 && minutes >= spec.everyMinutes();
  }
}
