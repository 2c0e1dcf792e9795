package org.sluice.spark.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ParameterAverager;

/**
 * The whole mutable state of a training between two rounds. It lives on the driver; executors see
 * copies. Arrays that were handed out are replaced, never written to.
 */
final class TrainingRun {
  private static final float[] ZERO = {};

  private final List<float[]> states;
  private float[] theta;
  private float[] optimizer = ZERO;

  TrainingRun(float[] theta, int replicas) {
    this.theta = theta;
    states = new ArrayList<>(Collections.nCopies(replicas, ZERO));
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

  void beginEpoch() {
    Collections.fill(states, ZERO);
  }

  /**
   * Moves on to the average of {@code results}, which stand in replica order. A replica that is not
   * finite is left out and goes on from a zero recurrent state; where no replica is left, the
   * parameters stay as they were.
   */
  RoundSums advance(List<LocalResult> results) {
    ParameterAverager averager = new ParameterAverager();
    results.forEach(averager::add);
    for (int i = 0; i < results.size(); i++) {
      states.set(i, averager.nonFinite().contains(i) ? ZERO : results.get(i).state());
    }
    if (averager.used() > 0) {
      theta = averager.average();
      optimizer = averager.averageOptimizer();
    }
    return RoundSums.of(averager, results);
  }
}
