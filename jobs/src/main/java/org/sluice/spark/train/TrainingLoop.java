package org.sluice.spark.train;

import org.sluice.engine.base.SluiceException;
import org.sluice.engine.loss.LossKind;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.optim.PlainAverage;
import org.sluice.engine.optim.Schedule;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.engine.train.ReplicaAverage.LeftOut;
import org.sluice.spark.shard.Sampling;
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
  private final TimeLimits limits;
  private final TrainingListener listener;
  private final OuterOptimizer outer;
  private final Schedule schedule;
  private final Laps laps = new Laps();
  private int localSteps; // of the epoch under way
  private EpochRounds rounds;

  TrainingLoop(
      TrainingSpec spec,
      RoundJob job,
      OuterOptimizer outer,
      Selection selection,
      Checkpointer checkpointer,
      TimeLimits limits,
      TrainingListener listener) {
    this.spec = spec;
    this.job = job;
    this.outer = outer;
    this.selection = selection;
    this.checkpointer = checkpointer;
    this.limits = limits;
    this.listener = listener;
    localSteps = spec.localSteps();
    rounds = job.rounds(localSteps);
    boolean byRounds = spec.schedule().by() == By.ROUNDS;
    schedule = spec.schedule().schedule(byRounds ? rounds.inAll(spec.epochs()) : spec.epochs());
  }

  /**
   * Trains on from where {@code run} stands until the epochs, the patience or the budget are used
   * up.
   *
   * @return whether that is the training's end; otherwise the budget stopped it before
   */
  boolean run(TrainingRun run) {
    do {
      epoch(run);
    } while (!isOver(run) && !limits.budgetIsUsedUp());
    return isOver(run);
  }

  private boolean isOver(TrainingRun run) {
    return run.epoch() >= spec.epochs() || selection.isOver();
  }

  /** The rest of the epoch under way, as far as the budget goes. */
  private void epoch(TrainingRun run) {
    Laps whole = new Laps();
    laps.lap(); // what lies before, such as a validation, is no part of the first round
    localSteps = run.localSteps(spec);
    rounds = job.rounds(localSteps);
    long inEpoch = rounds.in(run.epoch());
    while (run.round() < inEpoch) {
      round(run);
      if (run.round() < inEpoch) {
        checkpointer.border(run);
        if (limits.budgetIsUsedUp()) {
          return;
        }
      }
    }
    String what = "the validation of epoch " + (run.epoch() + 1);
    Verdict verdict = limits.withinDeadline(what, () -> selection.judge(run.judged()));
    listener.epochEnded(report(run, verdict, whole.lap()));
    run.endEpoch(verdict.loss(), spec.iterates());
    if (!isOver(run)) {
      checkpointer.border(run);
    }
  }

  private void round(TrainingRun run) {
    double driver = laps.lap();
    double rateFactor = run.rateFactor(schedule, spec.schedule().by());
    RoundTask.Place place = RoundTask.Place.of(run, rounds, localSteps);
    RoundJob.Done done = done(run, place, rateFactor);
    laps.lap();
    boolean alone = rounds.isWarmStart(run.epoch(), run.round());
    run.advance(done.average(), alone ? new PlainAverage() : outer, rateFactor);
    if (done.average().diverged()) {
      throw diverged(done.average(), place, rateFactor, run);
    }
    run.gather(spec.iterates(), rounds.in(run.epoch()) - run.round());
    double others = driver + laps.lap();
    Seconds seconds = new Seconds(done.broadcast(), done.compute(), done.reduce(), others);
    listener.roundEnded(report(done.average(), run, rateFactor, seconds));
    job.warning().ifPresent(listener::warned);
  }

  /** Whatever stops a round leaves the state before it, which is saved. */
  private RoundJob.Done done(TrainingRun run, RoundTask.Place place, double rateFactor) {
    String what = "round " + (run.round() + 1) + " of epoch " + (run.epoch() + 1);
    try {
      return limits.withinDeadline(what, () -> job.run(run, place, run.start(outer), rateFactor));
    } catch (Exception e) { // Spark throws checked ones undeclared
      checkpointer.save(run, false);
      throw e;
    }
  }

  private SluiceException diverged(
      ReplicaAverage average, RoundTask.Place place, double rateFactor, TrainingRun run) {
    LeftOut first = average.leftOut().get(0);
    return new SluiceException(
        String.format(
            "training.optimizer.rate = %s%s made the loss of every replica infinite or not a number"
                + " in round %d of epoch %d, first that of shard %d in %s;"
                + " lower it, or bound the gradient by training.clip.norm (%s)",
            spec.optimizer().rate(),
            rateFactor == 1 ? "" : ", times " + rateFactor + " by training.schedule,",
            run.round(),
            run.epoch() + 1,
            first.replica(),
            windows(place.firstBatch(first.replica()) + first.steps()),
            selection.standing()));
  }

  /**
   * @param batch of a replica in the epoch, counted from 1
   */
  private String windows(long batch) {
    return spec.sampling() == Sampling.STATEFUL
        ? "window " + batch + " of its lanes"
        : String.format(
            "batch %d of its epoch, windows %d to %d of the shuffled order",
            batch, (batch - 1) * spec.lanes() + 1, batch * spec.lanes());
  }

  private EpochReport report(TrainingRun run, Verdict verdict, double seconds) {
    boolean nats = spec.loss().kind() == LossKind.CROSS_ENTROPY;
    return new EpochReport(
        run.epoch() + 1,
        spec.epochs(),
        rounds.in(run.epoch()),
        run.score().mean(),
        verdict.loss(),
        nats ? StrictMath.exp(verdict.loss()) : null,
        verdict.best(),
        run.iterates() == 0 ? null : run.iterates(),
        seconds);
  }

  private RoundReport report(
      ReplicaAverage average, TrainingRun run, double rateFactor, Seconds seconds) {
    return new RoundReport(
        run.epoch() + 1,
        run.round(),
        rounds.in(run.epoch()),
        average.score().mean(),
        localSteps,
        Math.round(average.localSteps() * job.stepsOfBatch()),
        spec.optimizer().rate() * rateFactor,
        average.gradientNorm(),
        average.leftOut().size(),
        seconds);
  }
}
