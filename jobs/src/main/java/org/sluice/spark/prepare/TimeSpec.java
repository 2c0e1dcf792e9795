package org.sluice.spark.prepare;

import java.time.Duration;
import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * The time column.
 *
 * @param format of a text column in Spark's datetime patterns; ISO 8601 where absent; a timestamp
 *     column needs none
 * @param zone of times that name none, such as UTC or Europe/Berlin
 * @param step between two rows of a series; rows stand on the grid that it spans
 */
public record TimeSpec(String column, Optional<String> format, String zone, Duration step) {
  public TimeSpec {
    Require.notBlank("data.time.column", column);
    Require.notBlank("data.time.zone", zone);
    Require.that(
        !step.isNegative() && !step.isZero(), "data.time.step must be above zero, got %s", step);
  }
}
