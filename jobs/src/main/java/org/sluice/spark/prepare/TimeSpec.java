package org.sluice.spark.prepare;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/**
 * The time column.
 *
 * @param format of a text column in Spark's datetime patterns; ISO 8601 where absent; a timestamp
 *     column needs none
 * @param zone of times that name none, such as UTC or Europe/Berlin
 * @param step between two rows of a series; rows stand on the grid that it spans
 * @param rules for rows that do not
 */
public record TimeSpec(
    String column, Optional<String> format, String zone, Duration step, @Inline RowRules rules) {
  public TimeSpec {
    Require.notBlank("data.time.column", column);
    Require.notBlank("data.time.zone", zone);
    Require.that(
        !step.isNegative() && !step.isZero(), "data.time.step must be above zero, got %s", step);
    Require.that(
        step.equals(Duration.ofMillis(step.toMillis())),
        "data.time.step must be a whole number of milliseconds, got %s",
        step);
    checkZone(zone);
    rules
        .gap()
        .ifPresent(
            gap ->
                Require.that(
                    gap.compareTo(step) >= 0,
                    "data.time.gap must be at least data.time.step (%s), got %s",
                    Times.show(step),
                    Times.show(gap)));
  }

  /** Of a table whose rows stand on the grid already, one at a time. */
  public TimeSpec(String column, Optional<String> format, String zone, Duration step) {
    this(column, format, zone, step, RowRules.plain());
  }

  /** Epoch milliseconds of the zone's midnight that begins the 1st of January 1970. */
  long midnight() {
    return LocalDate.EPOCH.atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli();
  }

  private static void checkZone(String zone) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new SluiceException(
          "data.time.zone must be a time zone such as UTC or Europe/Berlin, got " + zone, e);
    }
  }
}
