package org.sluice.spark.shard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.transform;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SequenceInfo;

/** The rows of a prepared data set, and its labels, as the stretches that shards are cut from. */
final class ChunkRows {
  private ChunkRows() {}

  /**
   * @param labels whether labels come along
   * @param wanted which of them, by {@code split}, {@code series} and {@code start}
   */
  static Dataset<ChunkRow> of(PreparedDataSet data, boolean labels, Column wanted) {
    Dataset<Row> rows = values(data).where(wanted);
    Dataset<Row> all = labels ? rows.unionByName(labels(data).where(wanted)) : rows;
    return all.select("series", "start", "values", "observed", "label")
        .as(Encoders.bean(ChunkRow.class));
  }

  private static Dataset<Row> values(PreparedDataSet data) {
    Dataset<Row> rows =
        data.info() instanceof SequenceInfo
            ? numbers(series(data), "tokens")
            : data.chunks().drop("rows");
    return rows.withColumn("label", lit(false));
  }

  private static Dataset<Row> labels(PreparedDataSet data) {
    Dataset<Row> rows = data.info() instanceof SequenceInfo ? labelled(data) : data.labels();
    return numbers(rows, "labels").withColumn("label", lit(true));
  }

  /** Each document as a series from its first token on. */
  private static Dataset<Row> series(PreparedDataSet data) {
    return data.sequences()
        .withColumn("series", col("document").cast(DataTypes.IntegerType))
        .withColumn("start", lit(0L));
  }

  /** The one label of a document is that of its last token. */
  private static Dataset<Row> labelled(PreparedDataSet data) {
    boolean everyToken = data.sequenceInfo().sequences() == SequenceInfo.Labelling.TAG;
    Column last = size(col("tokens")).minus(1).cast(DataTypes.LongType);
    return everyToken ? series(data) : series(data).withColumn("start", last);
  }

  /** What is below 0 stands for a number that is not there. */
  private static Dataset<Row> numbers(Dataset<Row> rows, String column) {
    return rows.select(
        col("split"),
        col("series"),
        col("start"),
        col(column).cast("array<float>").as("values"),
        transform(col(column), number -> number.geq(0)).as("observed"));
  }
}
