package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table read by the rules of {@link Prepare}, whole and without a split, for forecasts beyond the
 * last row of each series. It holds a cache on the cluster until it is closed.
 */
public final class TableEnds implements AutoCloseable {
  private final SparkSession spark;
  private final Source source;
  private final Dataset<Row> table;
  private final Survey survey;
  private final Grid grid;

  private TableEnds(SparkSession spark, DataSpec spec) {
    this.spark = spark;
    source = new Source(spark, spec.source());
    Times times = new Times(spark, spec.time());
    times.checkFormat();
    source.listing();
    table = Table.of(source, spec, times, OptionalLong.empty());
    survey = new Survey(table, spec.time().step().toMillis());
    grid = grid(spec);
  }

  /**
   * Makes the first pass over the table.
   *
   * @param spec its split and scale do not matter here
   * @throws org.sluice.engine.base.SluiceException if the table or a setting cannot be used
   */
  public static TableEnds open(SparkSession users, DataSpec spec) {
    return new TableEnds(OwnSession.of(users, spec.time().zone()), spec);
  }

  private Grid grid(DataSpec spec) {
    try {
      FirstPassChecks checks = new FirstPassChecks(table, survey, spec);
      checks.requireUsableRows();
      new BadRows(table, survey, spec).requireFew();
      Grid found = survey.grid();
      checks.requireMostOn(found, survey.extent(found).rows());
      return found;
    } catch (Exception e) { // Spark throws checked ones undeclared
      survey.close();
      source.refuseUnreadable(e);
      throw e;
    }
  }

  /** The session the table is read in; its time zone is the table's. */
  public SparkSession session() {
    return spark;
  }

  /** Epoch milliseconds of grid index 0. */
  public long originMillis() {
    return grid.origin();
  }

  /** Columns {@code key array<string>, first long, last long}: grid indices, both inclusive. */
  public Dataset<Row> series() {
    return survey.series(grid);
  }

  /**
   * The rows that stand among the last {@code rows} grid rows of each series that reaches over
   * {@code least} at least: columns {@code key array<string>, index long, last long, values
   * array<float>}, NaN where nothing was observed. Of duplicates of an index all are there; the
   * least values are the ones that {@link Prepare} keeps.
   */
  public Dataset<Row> lastRows(long rows, long least) {
    Dataset<Row> enough =
        series().where(col("last").minus(col("first")).geq(least - 1)).select("key", "last");
    return table
        .where(Survey.onGrid(grid))
        .select(col("key"), grid.index("millis").as("index"), col("values"))
        .join(enough, "key")
        .where(col("index").gt(col("last").minus(rows)))
        .select("key", "index", "last", "values");
  }

  /** Rows that cannot be used, by reason; duplicates are not looked for. */
  public Map<String, Long> dropped() {
    EnumMap<DropReason, Long> dropped = survey.reasons();
    dropped.put(DropReason.OFF_GRID, survey.usableRows() - survey.extent(grid).rows());
    return DropReason.written(dropped);
  }

  @Override
  public void close() {
    survey.close();
  }
}
