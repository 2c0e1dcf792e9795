package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

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

  /**
   * The grid that the table's rows stand on.
   *
   * @throws SluiceException if the table cannot be used
   */
  Grid grid() {
    new BadRows(table, survey, spec).requireFew();
    requireUsableRows();
    Grid grid = survey.grid();
    requireMostOn(grid, survey.extent().rows());
    if (spec.time().rules().duplicates() == RowRules.Duplicates.ERROR) {
      requireSingle(grid);
    }
    spec.split().series().column().ifPresent(column -> requireOnePart(column, grid));
    return grid;
  }

  private void requireOnePart(String column, Grid grid) {
    Optional<Row> unknown = first(table.where(Survey.onGrid(grid)).where(col("part").lt(0)));
    Require.that(
        unknown.isEmpty(),
        "data.split.column = %s must say train, validation or test in each row, but not in (%s);"
            + " leave out other rows with a data.source.query",
        column,
        unknown.map(row -> row.<String>getAs("record")).orElse(null));
    Optional<Row> parted =
        first(survey.partsOf(grid).where(col("least").notEqual(col("most"))).orderBy("key"));
    Require.that(
        parted.isEmpty(),
        "data.split.column = %s says %s and %s in the one series%s; a series belongs to one span, so"
            + " make it one of data.key too or mend the table",
        column,
        parted.map(row -> Split.values()[row.getInt(1)]).orElse(null),
        parted.map(row -> Split.values()[row.getInt(2)]).orElse(null),
        parted.map(row -> named(row.getList(0))).orElse(null));
  }

  private static Optional<Row> first(Dataset<Row> rows) {
    return rows.limit(1).collectAsList().stream().findFirst();
  }

  private static String named(List<String> key) {
    return key.isEmpty() ? "" : " (" + String.join(", ", key) + ")";
  }

  private void requireUsableRows() {
    if (survey.usableRows() > 0) {
      return;
    }
    Map<String, Long> reasons = DropReason.written(survey.reasons());
    Require.that(!reasons.isEmpty(), "%s holds a table without rows", spec.source().place());
    throw new SluiceException(
        String.format(
            "%s has no row that can be used (%s); check data.key, data.time and data.split.until",
            spec.source().place(),
            reasons.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "))));
  }

  private void requireSingle(Grid grid) {
    List<Row> shared =
        table
            .where(Survey.onGrid(grid))
            .groupBy("key", "millis", "column")
            .agg(count(lit(1)).as("rows"), min("record").as("record"))
            .where(col("rows").gt(1))
            .orderBy("key", "millis", "column")
            .limit(1)
            .collectAsList();
    Require.that(
        shared.isEmpty(),
        "data.time.duplicates = error, but rows share one time%s; mend the table, or say first,"
            + " last, mean, min or max",
        shared.stream().map(row -> " (" + row.getString(4) + ")").collect(Collectors.joining()));
  }

  /** Refuses a step whose best grid leaves out more rows than it takes. */
  private void requireMostOn(Grid grid, long rowsOnGrid) {
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
