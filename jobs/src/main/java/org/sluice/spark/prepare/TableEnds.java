package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * A table read by the rules of {@link Prepare}, whole and without a split, for forecasts beyond the
 * last row of each series. Rows with nothing but what is known ahead are of the time to come: no
 * series ends with them. It holds a cache on the cluster until it is closed.
 */
public final class TableEnds implements AutoCloseable {
  private final SparkSession spark;
  private final Source source;
  private final DataSpec spec;
  private final List<Category> categories;
  private final Dataset<Row> table;
  private final Survey survey;
  private final Survey past; // the same one where nothing is known ahead
  private final Merging<KeyedReading> merging;
  private final Grid grid;
  private final Dataset<Row> series;

  private TableEnds(SparkSession spark, DataSpec spec, List<Category> categories) {
    this.spark = spark;
    this.spec = spec;
    this.categories = categories;
    source = new Source(spark, spec.source());
    Times times = new Times(spark, spec.time());
    times.checkFormat();
    source.listing();
    table = Table.of(source, spec, times, OptionalLong.empty());
    survey = new Survey(table, spec.time());
    merging = new Merging<>(spec);
    grid = grid();
    Dataset<Row> known = table.where(saysMore(spec));
    past = spec.knownAhead().isEmpty() ? survey : new Survey(known, spec.time());
    series = lastOfEachKey(past.series(grid, known)).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Makes the first pass over the table.
   *
   * @param spec its split and scale do not matter here
   * @param categories what kinds of names there are in the columns of {@code data.categories}
   * @throws org.sluice.engine.base.SluiceException if the table or a setting cannot be used
   */
  public static TableEnds open(SparkSession users, DataSpec spec, List<Category> categories) {
    return new TableEnds(OwnSession.of(users, spec.time().zone()), spec, categories);
  }

  /** Whether a row says more than what is known ahead. */
  private static Column saysMore(DataSpec spec) {
    Column more = lit(spec.knownAhead().isEmpty());
    boolean oneValue = spec.longForm().isPresent();
    for (int c = 0; c < spec.columns().size(); c++) {
      if (!spec.knownAhead().contains(spec.columns().get(c))) {
        Column value = col("values").getItem(oneValue ? 0 : c);
        Column there = oneValue ? col("column").equalTo(c) : lit(true);
        more = more.or(there.and(not(isnan(value))));
      }
    }
    return more;
  }

  private static Dataset<Row> lastOfEachKey(Dataset<Row> series) {
    return series
        .groupBy("key")
        .agg(max(struct("last", "first")).as("end"))
        .select("key", "end.first", "end.last");
  }

  private Grid grid() {
    try {
      return new FirstPassChecks(table, survey, spec).grid();
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

  /**
   * Columns {@code key array<string>, first long, last long}: grid indices, both inclusive; behind
   * the last gap.
   */
  public Dataset<Row> series() {
    return series;
  }

  /**
   * The rows that stand among the last {@code rows} grid rows of each series that reaches over
   * {@code least} at least, one for each step: columns {@code key array<string>, index long, first
   * long, last long, values array<float>}, NaN where nothing was observed.
   *
   * @param ahead grid rows of the time to come that stand behind them
   * @param tasks partitions of the result; those of a key lie in one, sorted by key and index
   */
  public Dataset<Row> lastRows(long rows, long ahead, long least, int tasks) {
    Encoder<KeyedReading> readings = Encoders.bean(KeyedReading.class);
    return Tables.placed(Categories.encoded(table, spec, categories), grid)
        .join(reaching(least), "key")
        .where(col("index").gt(col("last").minus(rows)).and(col("index").geq(col("first"))))
        .where(col("index").leq(col("last").plus(ahead)))
        .withColumn("series", lit(0))
        .repartition(tasks, col("key"))
        .sortWithinPartitions(Tables.order("key"))
        .as(readings)
        .mapPartitions(merging, readings)
        .select("key", "index", "first", "last", "values");
  }

  /**
   * How many of those series have fewer grid rows than {@code ahead} of the time to come, 0 if none
   * are wanted.
   */
  public long endingBefore(long ahead, long least) {
    if (ahead == 0) {
      return 0;
    }
    Dataset<Row> ends =
        lastOfEachKey(survey.series(grid, table)).select(col("key"), col("last").as("end"));
    return reaching(least).join(ends, "key").where(col("end").lt(col("last").plus(ahead))).count();
  }

  /**
   * By category how many names of usable rows are of no kind; categories without any are absent.
   */
  public Map<String, Long> unknown() {
    return Categories.unknown(table.where(Survey.onGrid(grid)), categories);
  }

  private Dataset<Row> reaching(long least) {
    return series().where(col("last").minus(col("first")).geq(least - 1));
  }

  /** Rows that cannot be used, by reason; duplicates are not looked for. */
  public Map<String, Long> dropped() {
    EnumMap<DropReason, Long> dropped = survey.reasons();
    dropped.put(DropReason.OFF_GRID, survey.usableRows() - survey.extent().rows());
    return DropReason.written(dropped);
  }

  @Override
  public void close() {
    series.unpersist();
    past.close();
    survey.close();
  }
}
