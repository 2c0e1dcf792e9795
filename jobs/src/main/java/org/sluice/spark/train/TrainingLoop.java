package org.sluice.spark.train;

import org.sluice.engine.base.SluiceException;
import org.sluice.engine.loss.LossKind;
import org.sluice.engine.optim.Schedule;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.spark.train.RoundReport.Seconds;
import org.sluice.spark.train.Selection.Verdict;

/**
 * The rounds of a training. In each, every replica takes K local steps on its own shard, and the
 * average of the replicas is where the next round starts. Between two rounds, and there alone, a
 * training is saved or ends.
 */
final class TrainingLoop {
  private final TrainingSpec spec;
  private final RoundJob job;
  private final Selection selection;
  private final Checkpointer checkpointer;
  private final TrainingListener listener;
  private final long rounds; // in an epoch
  private final Schedule schedule;
  private final Laps laps = new Laps();

  TrainingLoop(
      TrainingSpec spec,
      RoundJob job,
      Selection selection,
      Checkpointer checkpointer,
      TrainingListener listener) {
    this.spec = spec;
    this.job = job;
    this.selection = selection;
    this.checkpointer = checkpointer;
    this.listener = listener;
    rounds = job.rounds();
    boolean byRounds = spec.schedule().by() == By.ROUNDS;
    schedule = spec.schedule().schedule(byRounds ? spec.epochs() * rounds : spec.epochs());
  }

  /** Trains on from where {@code run} stands until the epochs or the patience are used up. */
  void run(TrainingRun run) {
    while (!isOver(run)) {
      epoch(run);
    }
  }

  private boolean isOver(TrainingRun run) {
    return run.epoch() >= spec.epochs() || selection.isOver();
  }

  /** The rest of the epoch under way. */
  private void epoch(TrainingRun run) {
    Laps whole = new Laps();
    laps.lap(); // what lies before, such as a validation, is no part of the first round
    while (run.round() < rounds) {
      round(run);
      if (run.round() < rounds) {
        checkpointer.border(run);
      }
    }
    Verdict verdict = selection.judge(run.theta());
    listener.epochEnded(report(run, verdict, whole.lap()));
    run.endEpoch(verdict.loss());
    if (!isOver(run)) {
      checkpointer.border(run);
    }
  }

  private void round(TrainingRun run) {
    double driver = laps.lap();
    double rateFactor = run.rateFactor(schedule, spec.schedule().by());
    RoundJob.Done done = job.run(run, rateFactor);
    laps.lap();
    run.advance(done.average());
    if (done.average().diverged()) {
      throw diverged(done.average(), run);
    }
    double others = driver + laps.lap();
    Seconds seconds = new Seconds(done.broadcast(), done.compute(), done.reduce(), others);
    listener.roundEnded(report(done.average(), run, rateFactor, seconds));
  }

  private SluiceException diverged(ReplicaAverage average, TrainingRun run) {
    return new SluiceException(
        String.format(
            "training.optimizer.rate = %s made the loss of every replica infinite or not a number"
                + " in round %d of epoch %d, first that of shard %d in its batches from %d on;"
                + " lower it, or bound the gradient by training.clip.norm (%s)",
            spec.optimizer().rate(),
            run.round(),
            run.epoch() + 1,
            average.leftOut().get(0),
            (run.round() - 1) * spec.localSteps(),
            selection.standing()));
  }

  private EpochReport report(TrainingRun run, Verdict verdict, double seconds) {
    boolean nats = spec.loss().kind() == LossKind.CROSS_ENTROPY;
    return new EpochReport(
        run.epoch() + 1,
        spec.epochs(),
        rounds,
        run.score().mean(),
        verdict.loss(),
        nats ? StrictMath.exp(verdict.loss()) : null,
        verdict.best(),
        seconds);
  }

  private RoundReport report(
      ReplicaAverage average, TrainingRun run, double rateFactor, Seconds seconds) {
    long steps = (long) spec.newSteps() * spec.lanes();
    return new RoundReport(
        run.epoch() + 1,
        run.round(),
        rounds,
        average.score().mean(),
        average.localSteps() * steps,
        spec.optimizer().rate() * rateFactor,
        average.gradientNorm(),
        average.leftOut().size(),
        seconds);
  }
}
