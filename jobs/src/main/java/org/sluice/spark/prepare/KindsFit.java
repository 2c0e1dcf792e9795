package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.row_number;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sluice.engine.base.Require;

/**
 * Finds the kinds of names that columns have, in one job for all of them. Names are counted, in
 * whole numbers, so partitions leave no trace.
 */
final class KindsFit {
  /** Kinds of a column at most. */
  static final int MOST = 10_000;

  private KindsFit() {}

  /** The table's rows of the training span. */
  static Dataset<Row> training(
      Dataset<Row> table, Grid grid, DataSetInfo.Spans spans, Dataset<Row> series) {
    Dataset<Row> rows =
        table.where(Survey.onGrid(grid)).where(grid.index("millis").lt(spans.trainEnd()));
    if (!spans.bySeries()) {
      return rows;
    }
    Column trains = col("split").equalTo(Split.TRAIN.toString());
    return rows.join(broadcast(series.where(trains).select("key").distinct()), "key");
  }

  /**
   * Of each column its kinds, the most frequent first; those of one count in the order of their
   * code points.
   *
   * @param rows of the training span, with a column {@code names array<string>}: a name for each of
   *     {@code columns}, null where it is missing
   * @param setting that names the columns
   * @throws org.sluice.engine.base.SluiceException if a column has no name, or too many
   */
  static List<List<String>> of(Dataset<Row> rows, String setting, List<String> columns) {
    List<Row> frequent = mostFrequent(rows);
    return IntStream.range(0, columns.size())
        .mapToObj(
            column -> {
              List<String> kinds = kinds(frequent, column);
              checkCount(kinds.size(), setting, columns.get(column));
              return kinds;
            })
        .toList();
  }

  /** {@code column int, kind string, rank int}, of each column one too many at most. */
  private static List<Row> mostFrequent(Dataset<Row> rows) {
    return rows.select(posexplode(col("names")).as(new String[] {"column", "kind"}))
        .where(col("kind").isNotNull())
        .groupBy("column", "kind")
        .agg(count(lit(1)).as("count"))
        .withColumn(
            "rank",
            row_number()
                .over(Window.partitionBy("column").orderBy(col("count").desc(), col("kind"))))
        .where(col("rank").leq(MOST + 1))
        .select("column", "kind", "rank")
        .collectAsList();
  }

  private static List<String> kinds(List<Row> frequent, int column) {
    return frequent.stream()
        .filter(row -> row.getInt(0) == column)
        .sorted(Comparator.comparingInt(row -> row.getInt(2)))
        .map(row -> row.getString(1))
        .toList();
  }

  private static void checkCount(int kinds, String setting, String column) {
    Require.that(
        kinds > 0,
        "%s names the column %s, which has no value in the training span; leave it out or change"
            + " data.split",
        setting,
        column);
    Require.that(
        kinds <= MOST,
        "%s names the column %s, which has more than %d kinds of values in the training span; leave"
            + " it out, or make them fewer with a data.source.query",
        setting,
        column,
        MOST);
  }
}
