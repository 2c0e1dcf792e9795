package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.EnumMap;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.sluice.spark.prepare.SurveyTally.Remainder;

/**
 * The first pass over a table: what its series are, how far they reach, which rows cannot be used.
 * It groups by key and by what a time leaves over a whole step, so that the grid stands where most
 * rows are, whatever a stray first row says. The groups stay cached until it is closed.
 */
final class Survey implements AutoCloseable {
  private static final String USABLE = SurveyTally.USABLE;
  private static final int REMAINDERS = 10_000; // to be told apart in memory

  private final TimeSpec time;
  private final Dataset<Row> groups;
  private SurveyTally totals; // counted once
  private Remainder best; // looked for once

  Survey(Dataset<Row> table, TimeSpec time) {
    this.time = time;
    this.groups =
        table
            .groupBy(
                coalesce(col("reason"), lit(USABLE)).as("reason"),
                when(col("reason").isNull(), col("key")).as("key"),
                when(col("reason").isNull(), remainder()).as("remainder"))
            .agg(
                min("millis").as("from"),
                max("millis").as("to"),
                min("part").as("least"),
                max("part").as("most"),
                count(lit(1)).as("rows"))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** What a row's time leaves over a whole step, where that matters. */
  private Column remainder() {
    return resamples() ? lit(0L) : pmod(col("millis"), lit(step()));
  }

  private boolean resamples() {
    return time.rules().resample().isPresent();
  }

  private long step() {
    return time.step().toMillis();
  }

  /** Which rows of the table stand on the grid and can be used, duplicates included. */
  static Column onGrid(Grid grid) {
    return Table.usable().and(grid.has("millis"));
  }

  /** How many rows have each reason; reasons without rows are absent. */
  EnumMap<DropReason, Long> reasons() {
    EnumMap<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      if (totals().rows(reason.text()) > 0) {
        counts.put(reason, totals().rows(reason.text()));
      }
    }
    return counts;
  }

  /** Rows with a key and a readable time before the end. */
  long usableRows() {
    return totals().rows(USABLE);
  }

  /** There are as many series or fewer; nothing is known where gaps part them. */
  OptionalLong mostSeries() {
    return time.rules().gap().isPresent()
        ? OptionalLong.empty()
        : OptionalLong.of(totals().groups());
  }

  /** The table for the second pass, which need not look for reasons again if no row has one. */
  Dataset<Row> checked(Dataset<Row> table) {
    return usableRows() < rows()
        ? table
        : table.withColumn("reason", lit(null).cast(DataTypes.StringType));
  }

  /** Rows of the table, usable or not. */
  long rows() {
    return totals().rows();
  }

  private SurveyTally totals() {
    if (totals == null) {
      Tallying<Row, SurveyTally> tally =
          Tallying.of(groups.sparkSession(), new SurveyTally(REMAINDERS));
      groups
          .select("reason", "remainder", "rows", "from", "to")
          .javaRDD()
          .foreachPartition(rows -> tally.call(rows).forEachRemaining(row -> {}));
      totals = tally.value();
    }
    return totals;
  }

  /** The remainder that most rows have. */
  private Remainder best() {
    if (best == null) {
      best = totals().best().orElseGet(this::bestOfMany);
    }
    return best;
  }

  private Remainder bestOfMany() {
    Row row =
        usable()
            .groupBy("remainder")
            .agg(sum("rows").as("rows"), min("from").as("from"), max("to").as("to"))
            // of those with as many rows the least
            .agg(max(struct(col("rows"), col("remainder").multiply(-1), col("from"), col("to"))))
            .first()
            .getStruct(0);
    return new Remainder(-row.getLong(1), row.getLong(0), row.getLong(2), row.getLong(3));
  }

  /**
   * The grid with most rows on it, from the first of them on; there must be usable rows. Where rows
   * are resampled steps are counted from midnight of the 1st of January 1970, so that another table
   * of the same sensors is cut at the same times.
   */
  Grid grid() {
    long first = best().from();
    if (!resamples()) {
      return new Grid(first, step());
    }
    long midnight = time.midnight();
    Grid days = new Grid(midnight, step());
    return new Grid(midnight + days.floor(first) * step(), step(), true);
  }

  /** Of the rows on {@link #grid}: how many, and the index of the last. */
  Extent extent() {
    return new Extent(best().rows(), grid().floor(best().to()));
  }

  record Extent(long rows, long last) {}

  /**
   * Each series on {@code grid}, parted at its gaps if wanted: {@code key array<string>, first
   * long, last long}.
   */
  Dataset<Row> series(Grid grid, Dataset<Row> table) {
    return time.rules()
        .gap()
        .map(gap -> Gaps.pieces(table, grid, gap))
        .orElseGet(() -> series(grid));
  }

  private Dataset<Row> series(Grid grid) {
    return on(grid).select(col("key"), grid.index("from").as("first"), grid.index("to").as("last"));
  }

  /** Of each series on {@code grid} the least and the greatest part that its rows name. */
  Dataset<Row> partsOf(Grid grid) {
    return on(grid).groupBy("key").agg(min("least").as("least"), max("most").as("most"));
  }

  /** The span that the rows of each series name: {@code key array<string>, split string}. */
  Dataset<Row> parts(Grid grid) {
    String[] names = Stream.of(Split.values()).map(Split::toString).toArray(String[]::new);
    return partsOf(grid).select(col("key"), lit(names).getItem(col("least")).as("split"));
  }

  private Dataset<Row> usable() {
    return groups.where(col("reason").equalTo(USABLE));
  }

  private Dataset<Row> on(Grid grid) {
    return usable()
        .where(col("remainder").equalTo(grid.whole() ? 0 : Math.floorMod(grid.origin(), step())));
  }

  @Override
  public void close() {
    groups.unpersist();
  }
}
