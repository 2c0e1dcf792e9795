package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** Refuses a table for what the first pass saw; only then looks for the row to name. */
final class FirstPassChecks {
  private static final int ROWS_FOR_STEP = 10_000;

  private final Dataset<Row> table;
  private final Survey survey;
  private final DataSpec spec;

  FirstPassChecks(Dataset<Row> table, Survey survey, DataSpec spec) {
    this.table = table;
    this.survey = survey;
    this.spec = spec;
  }

  void requireUsableRows() {
    if (survey.usableRows() > 0) {
      return;
    }
    Map<String, Long> reasons = DropReason.written(survey.reasons());
    Require.that(
        !reasons.isEmpty(), "data.source.path %s holds a table without rows", spec.source().path());
    throw new SluiceException(
        String.format(
            "data.source.path %s has no row that can be used (%s); check data.key, data.time and data.split.until",
            spec.source().path(),
            reasons.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "))));
  }

  /** Refuses a step whose best grid leaves out more rows than it takes. */
  void requireMostOn(Grid grid, long rowsOnGrid) {
    long usable = survey.usableRows();
    if (2 * rowsOnGrid >= usable) {
      return;
    }
    throw new SluiceException(
        String.format(
            "data.time.step = %s puts %d of %d rows off the grid that begins at %s%s",
            Times.show(spec.time().step()),
            usable - rowsOnGrid,
            usable,
            Times.show(grid.origin(), spec.time().zone()),
            commonStep()
                .map(step -> "; the most frequent step of the table is " + Times.show(step))
                .orElse("")));
  }

  /** Among the first rows in order of key and time. */
  private Optional<Duration> commonStep() {
    List<Row> rows =
        table
            .where(col("reason").isNull())
            .select("key", "millis")
            .orderBy("key", "millis")
            .limit(ROWS_FOR_STEP)
            .collectAsList();
    Map<Long, Long> counts = new TreeMap<>();
    for (int i = 1; i < rows.size(); i++) {
      long step = rows.get(i).getLong(1) - rows.get(i - 1).getLong(1);
      if (step > 0 && rows.get(i).getList(0).equals(rows.get(i - 1).getList(0))) {
        counts.merge(step, 1L, Long::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> Duration.ofMillis(entry.getKey()));
  }
}
