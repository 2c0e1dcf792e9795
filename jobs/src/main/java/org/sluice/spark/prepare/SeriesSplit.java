package org.sluice.spark.prepare;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * The part of {@code data.split} that gives whole series to a span each, instead of stretches of
 * time.
 *
 * @param by what is cut
 * @param keyColumns series that agree in these stay together; none: each key stands for itself
 * @param seed of the draw
 * @param column of the table that says each row's span
 */
public record SeriesSplit(By by, List<String> keyColumns, long seed, Optional<String> column) {
  /** Spans are stretches of time. */
  public static final SeriesSplit NONE = new SeriesSplit(By.TIME, List.of(), 1, Optional.empty());

  /** What fractions are fractions of. */
  public enum By {
    TIME,
    KEY
  }

  public SeriesSplit {
    keyColumns = List.copyOf(keyColumns);
    column.ifPresent(name -> Require.notBlank("data.split.column", name));
    Require.that(
        column.isEmpty() || by == By.TIME,
        "data.split.column (%s) says the span of each series; leave out data.split.by",
        column.orElse(null));
    Require.that(
        keyColumns.isEmpty() || by == By.KEY,
        "data.split.keyColumns is for data.split.by = key; give that too or leave it out");
  }

  /** Whether spans are stretches of time. */
  boolean isNone() {
    return by == By.TIME && column.isEmpty();
  }

  /** Refuses what the columns of {@code key} do not allow. */
  void check(List<String> key) {
    Require.that(
        by == By.TIME || !key.isEmpty(),
        "data.split.by = key gives whole series to a span each, but data.key names no column that"
            + " tells them apart");
    DataSpec.requireInKey("data.split.keyColumns", keyColumns, key);
  }
}
