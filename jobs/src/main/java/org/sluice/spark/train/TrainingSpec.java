package org.sluice.spark.train;

import java.time.Duration;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.ShuffleSpec;
import org.sluice.engine.loss.LossSettings;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.optim.ScheduleSettings;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.params.Int16;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.shard.Sampling;

/**
 * The {@code training} part of a job file.
 *
 * @param window T, steps of one window of truncated BPTT
 * @param stride rows from one window to the next; absent: one where windows are independent, whole
 *     windows where they carry state. Stateful windows overlap where it is smaller: truncated BPTT
 *     that goes on by k1 = stride and back by k2 = window
 * @param delay steps of a stateful stream by which a label is due later than what it is of; absent:
 *     none
 * @param replicas N, models trained side by side between two averagings; part of the result, never
 *     taken from the cluster
 * @param lanes B, windows or streams that one replica computes at a time
 * @param localSteps K, steps of a replica between two averagings, in the first epoch at least
 * @param localStepsSchedule how K changes later
 * @param shuffleRounds rounds whose windows change places with one another, of windowed sampling;
 *     absent: all of an epoch
 * @param iterates which parameters an epoch is judged and kept by
 * @param patience epochs without a better validation loss after which training stops; 0 never stops
 *     early
 * @param roundDeadline wall time after which a round is given up; absent: never
 * @param budget wall time after which training ends at a round's border; absent: never
 */
public record TrainingSpec(
    Sampling sampling,
    int window,
    Optional<Integer> stride,
    Optional<Integer> delay,
    int replicas,
    int lanes,
    int localSteps,
    LocalStepsSchedule localStepsSchedule,
    int epochs,
    long seed,
    Optional<Integer> shuffleRounds,
    AveragingSpec averaging,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    ClipSettings clip,
    LossSettings loss,
    IteratesSpec iterates,
    int patience,
    ValidationSpec validation,
    ReduceSpec reduce,
    SegmentsSpec segments,
    CheckpointSpec checkpoint,
    Optional<Duration> roundDeadline,
    Optional<Duration> budget) {

  /**
   * Validation is cut in its own way, whatever the replicas: {@code shards} tasks of {@code lanes}
   * windows at a time.
   */
  public record ValidationSpec(int shards, int lanes) {
    public ValidationSpec {
      Require.atLeast("training.validation.shards", shards, 1);
      Require.atLeast("training.validation.lanes", lanes, 1);
    }
  }

  /**
   * @param directLimit megabytes (10^6 bytes) that all replicas of a round may send to the driver;
   *     where they are more, each slice of them is averaged on an executor first
   * @param deltas how replicas hand back how far they have come
   */
  public record ReduceSpec(int directLimit, Deltas deltas) {

    /** What a replica hands back. */
    public enum Deltas {
      /** Its parameters. */
      EXACT,
      /** Their difference from the start of the round, or its gradient, as {@link Int16}. */
      BITS16
    }

    public ReduceSpec {
      Require.between("training.reduce.directLimit", directLimit, 0, 1000);
    }

    long directBytes() {
      return 1_000_000L * directLimit;
    }
  }

  /**
   * @param limit megabytes (10^6 bytes) that the training shards of all replicas may take in the
   *     executors' memory; where they would take more, two segments at a time; infinity: no limit
   */
  public record SegmentsSpec(double limit) {
    public SegmentsSpec {
      Require.that(limit > 0, "training.segments.limit must be above 0, got %s", limit);
    }

    double bytes() {
      return 1e6 * limit;
    }
  }

  public TrainingSpec {
    Require.atLeast("training.window", window, 1);
    int rows = stride.orElse(1);
    Require.atLeast("training.stride", rows, 1);
    Require.that(
        sampling != Sampling.STATEFUL || rows <= window,
        "training.stride must be between 1 and training.window (%d) where training.sampling is"
            + " stateful, got %d; steps between two windows would be left out",
        window,
        rows);
    delay.ifPresent(steps -> Require.atLeast("training.delay", steps, 0));
    Require.that(
        sampling == Sampling.STATEFUL || delay.isEmpty(),
        "training.delay is of training.sampling = stateful, whose labels may come later, got %s"
            + " with %s",
        delay.orElse(0),
        Require.written(sampling));
    Require.atLeast("training.replicas", replicas, 1);
    Require.atLeast("training.lanes", lanes, 1);
    Require.atLeast("training.localSteps", localSteps, 1);
    Require.that(
        localStepsSchedule.least() <= localSteps,
        "training.localStepsSchedule.least must be at most training.localSteps (%d), got %d",
        localSteps,
        localStepsSchedule.least());
    Require.that(
        localStepsSchedule.isConstant() || schedule.by() == By.EPOCHS,
        "training.schedule.by must be epochs where training.localStepsSchedule is not constant:"
            + " how many rounds there will be is not known before");
    Require.that(
        localStepsSchedule.isConstant() || Double.isInfinite(segments.limit()),
        "training.segments.limit must be infinity where training.localStepsSchedule is not"
            + " constant: segments are whole rounds of one length");
    Require.atLeast("training.epochs", epochs, 1);
    Require.atLeast("training.patience", patience, 0);
    iterates.trigger().ifPresent(trigger -> requirePatience(trigger, patience));
    requireOrder(sampling, shuffleRounds, segments);
    roundDeadline.ifPresent(time -> requirePositive("training.roundDeadline", time));
    budget.ifPresent(time -> requirePositive("training.budget", time));
  }

  private static void requirePatience(int trigger, int patience) {
    Require.that(
        patience == 0 || patience > trigger + 1,
        "training.patience must be 0 or above training.iterates.trigger + 1 (%d), got %d;"
            + " training would end before its averaging begins",
        trigger + 1,
        patience);
  }

  private static void requireOrder(
      Sampling sampling, Optional<Integer> shuffleRounds, SegmentsSpec segments) {
    shuffleRounds.ifPresent(rounds -> Require.atLeast("training.shuffleRounds", rounds, 1));
    Require.that(
        sampling == Sampling.WINDOWED || shuffleRounds.isEmpty(),
        "training.shuffleRounds is of training.sampling = windowed: streams are never shuffled and"
            + " sequences always as a whole; leave it out, got %s",
        Require.written(sampling));
    boolean inParts = sampling == Sampling.STATEFUL || shuffleRounds.isPresent();
    Require.that(
        inParts || Double.isInfinite(segments.limit()),
        sampling == Sampling.SEQUENCES
            ? "training.segments.limit must be infinity where training.sampling is sequences:"
                + " an epoch that is shuffled as a whole is needed as a whole"
            : "training.segments.limit needs training.shuffleRounds where training.sampling is"
                + " windowed: an epoch that is shuffled as a whole is needed as a whole");
  }

  private static void requirePositive(String setting, Duration time) {
    Require.that(time.compareTo(Duration.ZERO) > 0, "%s must be longer than 0", setting);
  }

  /** How a replica shuffles its windows. */
  ShuffleSpec shuffle() {
    return shuffleRounds
        .map(rounds -> new ShuffleSpec(seed, (long) rounds * localSteps * lanes))
        .orElse(ShuffleSpec.whole(seed));
  }

  /** Rows from one window to the next. */
  int rowsToNext() {
    return stride.orElse(sampling == Sampling.WINDOWED ? 1 : window);
  }
}
