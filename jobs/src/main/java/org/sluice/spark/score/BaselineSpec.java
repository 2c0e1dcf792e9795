package org.sluice.spark.score;

import org.sluice.engine.base.Require;

/**
 * The {@code evaluate} part of a job file that learns a language.
 *
 * @param pseudoCount k, what the baselines add to every count of the training span, so that nothing
 *     has no probability
 */
public record BaselineSpec(double pseudoCount) {
  public BaselineSpec {
    Require.above("evaluate.pseudoCount", pseudoCount, 0);
  }
}
