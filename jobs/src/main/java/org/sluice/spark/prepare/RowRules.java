package org.sluice.spark.prepare;

import java.time.Duration;
import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * How a table's rows come to stand on the time grid.
 *
 * @param resample what is made of the rows of one step; absent: rows off the grid are left out
 * @param duplicates what is made of rows of one series at one time
 * @param order column that says which of such rows comes first; absent: their values do
 * @param gap two neighbouring rows of a series further apart than this belong to two series
 */
public record RowRules(
    Optional<Resample> resample,
    Duplicates duplicates,
    Optional<String> order,
    Optional<Duration> gap) {

  /** The rows of one step become one: of each column what was observed of it in [t, t + step). */
  public enum Resample {
    MEAN,
    /** The latest value. */
    LAST,
    MIN,
    MAX,
    SUM,
    /** How many values there are. */
    COUNT
  }

  /** The rows of a series that have one time become one. */
  public enum Duplicates {
    /** The first row, whole. */
    FIRST,
    /** The last row, whole. */
    LAST,
    /** Of each column the mean of what was observed. */
    MEAN,
    MIN,
    MAX,
    /** The job stops. */
    ERROR
  }

  public RowRules {
    order.ifPresent(column -> Require.notBlank("data.time.order", column));
    Require.that(
        order.isEmpty() || duplicates == Duplicates.FIRST || duplicates == Duplicates.LAST,
        "data.time.order is for data.time.duplicates = first or last, got %s; leave it out",
        Require.written(duplicates));
    gap.ifPresent(
        apart ->
            Require.that(
                !apart.isNegative() && !apart.isZero(),
                "data.time.gap must be above zero, got %s",
                apart));
  }

  /** Rows stand on the grid, once each; nothing parts a series. */
  static RowRules plain() {
    return new RowRules(Optional.empty(), Duplicates.FIRST, Optional.empty(), Optional.empty());
  }
}
