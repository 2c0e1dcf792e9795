package org.sluice.spark.score;

import java.time.Duration;
import org.sluice.engine.base.Require;

/**
 * The {@code evaluate} part of a job file.
 *
 * @param season after which the table's values are expected to come again: what the naive forecast
 *     "last season" repeats
 */
public record EvaluateSpec(Duration season) {
  public EvaluateSpec {
    Require.that(
        !season.isNegative() && !season.isZero(),
        "evaluate.season must be above zero, got %s",
        Durations.show(season));
  }

  /** The season in rows {@code stepMillis} apart. */
  public int steps(long stepMillis) {
    long millis = season.toMillis();
    Require.that(
        millis % stepMillis == 0 && millis / stepMillis <= Integer.MAX_VALUE,
        "evaluate.season must be a whole number of steps of %s (data.time.step), got %s",
        Durations.show(Duration.ofMillis(stepMillis)),
        Durations.show(season));
    return (int) (millis / stepMillis);
  }
}
