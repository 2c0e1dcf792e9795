package org.sluice.spark.train;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The two bounds on a training's wall time: the budget of it all, asked for between rounds, and the
 * deadline of each Spark job, which cancels it. Neither reaches the weights.
 */
final class TimeLimits implements AutoCloseable {
  private static final long AGAIN_MILLIS = 1000; // a round may have a next job to cancel

  private final JavaSparkContext spark;
  private final TrainingSpec spec;
  private final LongSupplier nanos;
  private final long start;
  private final String tag = "sluice-deadline-" + UUID.randomUUID();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(TimeLimits::daemon);

  /**
   * @param nanos the clock, from now on
   */
  TimeLimits(JavaSparkContext spark, TrainingSpec spec, LongSupplier nanos) {
    this.spark = spark;
    this.spec = spec;
    this.nanos = nanos;
    start = nanos.getAsLong();
  }

  /** Whether training is to end at this border. */
  boolean budgetIsUsedUp() {
    return spec.budget().isPresent() && nanos.getAsLong() - start >= spec.budget().get().toNanos();
  }

  /**
   * What {@code work} gives, whose Spark jobs are cancelled at the deadline.
   *
   * @param what it is, for the message
   * @throws LateException if it was cancelled
   */
  <T> T withinDeadline(String what, Supplier<T> work) {
    if (spec.roundDeadline().isEmpty()) {
      return work.get();
    }
    AtomicBoolean late = new AtomicBoolean();
    spark.addJobTag(tag);
    spark.setInterruptOnCancel(true); // a task that hangs would keep its core
    ScheduledFuture<?> alarm = schedule(spec.roundDeadline().get(), late);
    try {
      return work.get();
    } catch (Exception e) { // Spark throws checked ones undeclared
      if (late.get()) {
        throw tooLate(what, e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
      spark.removeJobTag(tag);
      spark.setInterruptOnCancel(false);
    }
  }

  /** As a job file writes it. */
  static String written(Optional<Duration> duration) {
    return duration.map(d -> d.toString().substring(2).toLowerCase(Locale.ROOT)).orElse("null");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private ScheduledFuture<?> schedule(Duration deadline, AtomicBoolean late) {
    return timer.scheduleWithFixedDelay(
        () -> {
          late.set(true);
          spark.cancelJobsWithTag(tag);
        },
        deadline.toMillis(),
        AGAIN_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private LateException tooLate(String what, Exception e) {
    return new LateException(
        String.format(
            "%s took longer than training.roundDeadline (%s): a task hangs, or too few executors"
                + " are left; once that is mended, --resume goes on from the newest checkpoint",
            what, written(spec.roundDeadline())),
        e);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sluice-deadline");
    thread.setDaemon(true);
    return thread;
  }
}
