package org.sluice.spark.train;

import java.util.List;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ParameterAverager;
import org.sluice.engine.train.Score;

/**
 * What the replicas of a round came to together.
 *
 * @param score of the replicas that were averaged
 * @param localSteps steps of all replicas' optimizers
 * @param gradientNorm greatest global norm of a step's gradient in any replica, before clipping
 * @param leftOut replicas that are not finite, in their order
 */
record RoundSums(Score score, long localSteps, double gradientNorm, List<Integer> leftOut) {
  static RoundSums of(ParameterAverager averager, List<LocalResult> results) {
    return new RoundSums(
        averager.score(),
        results.stream().mapToLong(LocalResult::steps).sum(),
        results.stream().mapToDouble(LocalResult::gradientNorm).max().orElse(0),
        averager.nonFinite());
  }

  /** Whether replicas were left out and no other had anything to learn from. */
  boolean diverged() {
    return score.labelled() == 0 && !leftOut.isEmpty();
  }
}
