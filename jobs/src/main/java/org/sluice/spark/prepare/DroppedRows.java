package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that could not be used, written aside for people. */
final class DroppedRows {
  private DroppedRows() {}

  /**
   * Writes {@code key array<string>, time string, reason string, file string, record string} of
   * each row that is not among the chunks.
   */
  static void write(Dataset<Row> table, Grid grid, Folder folder) {
    Dataset<Row> usable = table.where(col("reason").isNull());
    // of n rows at one time of a series n - 1 were dropped
    Dataset<Row> duplicates =
        usable
            .where(Survey.onGrid(grid))
            .groupBy("key", "millis", "column")
            .agg(
                min("time").as("time"),
                min("file").as("file"),
                min("record").as("record"),
                count(lit(1)).as("rows"))
            .where(col("rows").gt(1))
            .withColumn("copy", explode(sequence(lit(2L), col("rows"))));
    reasoned(usable.where(not(Survey.onGrid(grid))), DropReason.OFF_GRID)
        .unionByName(reasoned(duplicates, DropReason.DUPLICATE_TIME))
        .unionByName(
            table
                .where(col("reason").isNotNull())
                .select("key", "time", "reason", "file", "record"))
        .write()
        .parquet(folder.of(Folder.DROPPED));
  }

  private static Dataset<Row> reasoned(Dataset<Row> rows, DropReason reason) {
    return rows.select(
        col("key"), col("time"), lit(reason.text()).as("reason"), col("file"), col("record"));
  }
}
