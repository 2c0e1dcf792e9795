package org.sluice.spark.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.posexplode;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.spark.prepare.LabelInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Span;

/** Holds errors of forecasts against labels that say what is an anomaly. */
final class AnomalyMeasure {
  private static final StructType SCORES =
      new StructType()
          .add("series", DataTypes.IntegerType)
          .add("index", DataTypes.LongType)
          .add("target", DataTypes.IntegerType)
          .add("score", DataTypes.DoubleType);

  private AnomalyMeasure() {}

  /**
   * @param scores as {@link StepErrors} makes them
   * @param targets names
   */
  static Evaluation.Anomalies of(
      SparkSession spark, JavaRDD<Row> scores, PreparedDataSet data, List<String> targets) {
    Map<Integer, RocArea> areas = new TreeMap<>();
    areas.put(StepErrors.ALL, new RocArea());
    Dataset<Row> counts =
        spark
            .createDataFrame(scores, SCORES)
            .join(labels(data), new String[] {"series", "index"}, "inner")
            .groupBy("target", "score")
            .agg(
                count_if(col("label").equalTo(LabelInfo.IS_ANOMALY)).as("anomalies"),
                count_if(col("label").notEqual(LabelInfo.IS_ANOMALY)).as("others"))
            .repartition(1) // a sort over several would forecast all of it twice
            .sortWithinPartitions("target", "score");
    for (Iterator<Row> rows = counts.toLocalIterator(); rows.hasNext(); ) {
      Row row = rows.next();
      areas
          .computeIfAbsent(row.getInt(0), target -> new RocArea())
          .add(row.getLong(2), row.getLong(3));
    }
    RocArea all = areas.remove(StepErrors.ALL);
    Map<String, Double> named = new LinkedHashMap<>();
    areas.forEach((target, area) -> named.put(targets.get(target), area.area()));
    return new Evaluation.Anomalies(all.steps(), all.anomalies(), named, all.area());
  }

  /** {@code series int, index long, label int} of steps that have a label. */
  private static Dataset<Row> labels(PreparedDataSet data) {
    return data.labels()
        .where(col("split").equalTo(Span.TEST.label()))
        .select(col("series"), col("start"), posexplode(col("labels")))
        .where(col("col").geq(0))
        .select(col("series"), col("start").plus(col("pos")).as("index"), col("col").as("label"));
  }
}
