package org.sluice.spark.checkpoint;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sluice.engine.io.Checkpoint;

/**
 * Writes checkpoints one at a time, beside the training, and removes those that are too old once a
 * newer one is committed. What fails is a problem to tell of, never the end of a training: the
 * checkpoint before stands, and the next one may succeed.
 */
public final class CheckpointWriter implements AutoCloseable {
  private final Checkpoints checkpoints;
  private final int keep;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(CheckpointWriter::daemon);
  private CompletableFuture<Optional<String>> inFlight =
      CompletableFuture.completedFuture(Optional.empty());

  /**
   * @param keep newest checkpoints that are kept
   */
  public CheckpointWriter(Checkpoints checkpoints, int keep) {
    this.checkpoints = checkpoints;
    this.keep = keep;
  }

  /**
   * Begins to write the state after {@code round} rounds, behind the one that is still being
   * written if there is one. Nothing it holds may change any more.
   *
   * @return the problem of the one before, if it had any
   */
  public Optional<String> begin(long round, Checkpoint checkpoint) {
    Optional<String> problem = await();
    inFlight = CompletableFuture.supplyAsync(() -> write(round, checkpoint), thread);
    return problem;
  }

  /** Waits until nothing is being written; gives the problem of the last one, if any, once. */
  public Optional<String> await() {
    Optional<String> problem = inFlight.join();
    inFlight = CompletableFuture.completedFuture(Optional.empty());
    return problem;
  }

  /** Waits for what is being written. */
  @Override
  public void close() {
    thread.shutdown();
    inFlight.join();
  }

  private Optional<String> write(long round, Checkpoint checkpoint) {
    try {
      checkpoints.write(round, checkpoint);
      checkpoints.removeOlder(round, keep);
      return Optional.empty();
    } catch (IOException | RuntimeException e) { // file systems throw both
      return Optional.of(
          "the checkpoint " + checkpoints.path(round) + " could not be written: " + e);
    }
  }

  /** A JVM that leaves does not wait: what has no manifest yet is no checkpoint. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sluice-checkpoint");
    thread.setDaemon(true);
    return thread;
  }
}
