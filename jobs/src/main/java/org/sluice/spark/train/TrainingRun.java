package org.sluice.spark.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.optim.Schedule;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.train.IterateAverage;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.engine.train.Score;

/**
 * The whole mutable state of a training between two rounds. It lives on the driver; executors see
 * copies. Arrays that were handed out are replaced, never written to.
 */
final class TrainingRun {
  private static final float[] ZERO = {};

  private final List<float[]> states;
  private float[] theta;
  private float[] optimizer = ZERO;
  private float[] outer = ZERO;
  private int epoch;
  private long round;
  private long roundsInAll;
  private Score score = Score.NONE;
  private double[] losses = {}; // of the validations so far
  private IterateAverage iterates = IterateAverage.empty();

  TrainingRun(float[] theta, int replicas) {
    this.theta = theta;
    states = new ArrayList<>(Collections.nCopies(replicas, ZERO));
  }

  /** As {@link #save} left it. */
  static TrainingRun restored(TrainingState state, int replicas) {
    TrainingRun run = new TrainingRun(state.array("theta"), replicas);
    run.optimizer = state.array("optimizer");
    run.outer = state.array("outer");
    for (int i = 0; i < replicas; i++) {
      run.states.set(i, state.array("state." + i));
    }
    run.epoch = (int) state.number("epoch");
    run.round = (long) state.number("round");
    run.roundsInAll = (long) state.number("roundsInAll");
    run.score = new Score(state.number("epochLoss"), state.number("epochLabelled"));
    run.losses = state.numbers("losses");
    run.iterates =
        IterateAverage.of(state.sums("iterates"), (long) state.number("iterates.rounds"));
    return run;
  }

  void save(TrainingState state) {
    state.put("theta", theta);
    state.put("optimizer", optimizer);
    state.put("outer", outer);
    for (int i = 0; i < states.size(); i++) {
      state.put("state." + i, states.get(i));
    }
    state.put("epoch", epoch);
    state.put("round", round);
    state.put("roundsInAll", roundsInAll);
    state.put("epochLoss", score.loss());
    state.put("epochLabelled", score.labelled());
    state.put("losses", losses);
    state.putSums("iterates", iterates.sums());
    state.put("iterates.rounds", iterates.rounds());
  }

  /** The epoch under way, from 0: as many are done. */
  int epoch() {
    return epoch;
  }

  /** The epoch's next round, from 0: as many of it are done. */
  long round() {
    return round;
  }

  /** Rounds done, those of earlier epochs included. */
  long roundsInAll() {
    return roundsInAll;
  }

  /** Training loss of the epoch under way so far. */
  Score score() {
    return score;
  }

  /** What the learning rate of the next round is multiplied by. */
  double rateFactor(Schedule schedule, By by) {
    return schedule.factor(by == By.ROUNDS ? roundsInAll : epoch, losses);
  }

  /** Rounds whose parameters {@link #judged} is the mean of; 0 where it is theta. */
  long iterates() {
    return iterates.rounds();
  }

  /** What the epoch is judged and kept by. */
  float[] judged() {
    return iterates.rounds() == 0 ? theta : iterates.mean();
  }

  /** K of the epoch under way. */
  int localSteps(TrainingSpec spec) {
    return spec.localStepsSchedule().steps(spec.localSteps(), losses);
  }

  /** What replicas of the next round start from. */
  float[] start(OuterOptimizer by) {
    return outer.length == 0 ? theta : by.start(theta, outer);
  }

  float[] theta() {
    return theta;
  }

  /** The optimizer's state that all replicas start from; empty for all zero. */
  float[] optimizer() {
    return optimizer;
  }

  /** The recurrent state of each replica, in replica order; empty for all zero. */
  List<float[]> states() {
    return List.copyOf(states);
  }

  /**
   * The next round begins an epoch: from zero recurrent states.
   *
   * @param validationLoss what the epoch came to
   * @param by whether the mean of the parameters goes on
   */
  void endEpoch(double validationLoss, IteratesSpec by) {
    if (!by.outlivesEpochs()) {
      iterates = IterateAverage.empty();
    }
    Collections.fill(states, ZERO);
    losses = Arrays.copyOf(losses, losses.length + 1);
    losses[losses.length - 1] = validationLoss;
    epoch++;
    round = 0;
    score = Score.NONE;
  }

  /**
   * Moves on from the average of a round's replicas as {@code by} says. A replica that was left out
   * goes on from a zero recurrent state; where no replica is left, the parameters stay as they
   * were.
   *
   * @param rateFactor what a schedule multiplies the learning rate by
   */
  void advance(ReplicaAverage average, OuterOptimizer by, double rateFactor) {
    for (int i = 0; i < states.size(); i++) {
      states.set(i, average.states().get(i));
    }
    if (average.exists()) {
      move(average.theta(), by, rateFactor);
      optimizer = average.optimizer();
    }
    score = score.plus(average.score());
    round++;
    roundsInAll++;
  }

  /**
   * Takes theta behind the newest round into the mean if it belongs there.
   *
   * @param left rounds of the epoch behind it
   */
  void gather(IteratesSpec by, long left) {
    if (by.takes(left, losses)) {
      iterates.add(theta);
    }
  }

  private void move(float[] average, OuterOptimizer by, double rateFactor) {
    float[] next = theta.clone();
    int size = by.stateSize(next.length);
    float[] memory = outer.length == 0 ? new float[size] : outer.clone();
    by.step(next, start(by), average, memory, rateFactor);
    theta = next;
    outer = memory;
  }
}
