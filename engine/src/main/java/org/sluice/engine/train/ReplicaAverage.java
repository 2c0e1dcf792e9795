package org.sluice.engine.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the replicas of a round came to together.
 *
 * @param theta the average of their parameters, or of what they handed back in their stead; empty
 *     where no replica could be averaged
 * @param optimizer the average of their optimizers' states; empty where they are not kept
 * @param states the recurrent state of each replica, in replica order; empty, which is all zero,
 *     for one that was left out
 * @param score of the replicas that were averaged
 * @param localSteps steps of all replicas' optimizers
 * @param gradientNorm greatest global norm of a step's gradient in any replica, before clipping
 * @param leftOut replicas that are not finite, in their order
 */
public record ReplicaAverage(
    float[] theta,
    float[] optimizer,
    List<float[]> states,
    Score score,
    long localSteps,
    double gradientNorm,
    List<LeftOut> leftOut)
    implements Serializable {
  private static final float[] NONE = {};

  /**
   * A replica that is no part of the average.
   *
   * @param steps it had done, with that whose loss was not finite or which led there as the last
   */
  public record LeftOut(int replica, int steps) implements Serializable {}

  public ReplicaAverage {
    states = List.copyOf(states);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * The average of {@code replicas}, which come in replica order. One at a time is held, beside the
   * sums and the recurrent states.
   */
  public static ReplicaAverage of(Iterator<LocalResult> replicas) {
    ParameterAverager averager = new ParameterAverager();
    List<float[]> states = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    long steps = 0;
    double norm = 0;
    while (replicas.hasNext()) {
      LocalResult replica = replicas.next();
      averager.add(replica);
      boolean left = averager.nonFinite().contains(states.size());
      if (left) {
        leftOut.add(new LeftOut(states.size(), replica.steps()));
      }
      states.add(left ? NONE : replica.state());
      steps += replica.steps();
      norm = Math.max(norm, replica.gradientNorm());
    }
    boolean any = averager.used() > 0;
    return new ReplicaAverage(
        any ? averager.average() : NONE,
        any ? averager.averageOptimizer() : NONE,
        states,
        averager.score(),
        steps,
        norm,
        leftOut);
  }

  /**
   * The average parameters, where the replicas handed back differences.
   *
   * @param start of the round, which those were taken from; read only
   */
  public ReplicaAverage movedFrom(float[] start) {
    float[] moved = theta.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = theta[i] == 0 ? start[i] : (float) ((double) start[i] + theta[i]);
    }
    return new ReplicaAverage(moved, optimizer, states, score, localSteps, gradientNorm, leftOut);
  }

  /** Whether any replica was averaged: otherwise there are no parameters to go on from. */
  public boolean exists() {
    return score.labelled() > 0;
  }

  /** Whether replicas were left out and no other had anything to learn from. */
  public boolean diverged() {
    return !exists() && !leftOut.isEmpty();
  }
}
