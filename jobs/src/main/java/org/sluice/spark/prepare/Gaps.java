package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Parts series at their gaps. Runs without a gap are found block by block first, so that a long
 * series is the work of many tasks; only the runs of a key then meet in one.
 */
final class Gaps {
  private Gaps() {}

  /**
   * What is left of the series of {@code table}: columns {@code key array<string>, first long, last
   * long}, grid indices, both inclusive.
   *
   * @param gap two neighbouring rows further apart than this belong to two series
   */
  static Dataset<Row> pieces(Dataset<Row> table, Grid grid, Duration gap) {
    long steps = gap.toMillis() / grid.step();
    WindowSpec series = Window.partitionBy("key").orderBy("first");
    Column begins = col("first").minus(lag("last", 1).over(series)).gt(steps);
    return runs(table, grid, steps)
        .withColumn("begins", coalesce(when(begins, 1), lit(0)))
        .withColumn("piece", sum("begins").over(series))
        .groupBy("key", "piece")
        .agg(min("first").as("first"), max("last").as("last"))
        .select("key", "first", "last");
  }

  /** Stretches of rows without a gap, each within a block. */
  private static Dataset<Row> runs(Dataset<Row> table, Grid grid, long steps) {
    return table
        .where(Survey.onGrid(grid))
        .select(col("key"), grid.index("millis").as("index"))
        .groupBy(col("key"), Tables.block("index"))
        .agg(array_sort(collect_set("index")).as("at"))
        .select(
            col("key"),
            expr("filter(at, (x, i) -> i = 0 or x - get(at, i - 1) > " + steps + "L)").as("first"),
            expr("filter(at, (x, i) -> i = size(at) - 1 or get(at, i + 1) - x > " + steps + "L)")
                .as("last"))
        .select(col("key"), explode(arrays_zip(col("first"), col("last"))).as("run"))
        .select(col("key"), col("run.first").as("first"), col("run.last").as("last"));
  }
}
