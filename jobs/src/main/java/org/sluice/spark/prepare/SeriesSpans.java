package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Says which series belong to which span, where whole series do. */
final class SeriesSpans {
  private static final StructType PLACES =
      new StructType()
          .add("group", DataTypes.createArrayType(DataTypes.StringType, false))
          .add("place", DataTypes.LongType);

  private final DataSpec spec;
  private final Borders borders;

  SeriesSpans(DataSpec spec, Borders borders) {
    this.spec = spec;
    this.borders = borders;
  }

  /**
   * A column {@code split string} more: null where spans are stretches of time.
   *
   * @param series with a column {@code key array<string>}
   */
  Dataset<Row> assign(Dataset<Row> series, Survey survey, Grid grid) {
    SeriesSplit split = spec.split().series();
    if (split.isNone()) {
      return series.withColumn("split", lit(null).cast(DataTypes.StringType));
    }
    return split.column().isPresent()
        ? series.join(survey.parts(grid), "key")
        : drawn(series, split.seed());
  }

  /**
   * Groups stand in the order of a hash of their names, and fractions of them are counted off: the
   * same ones whatever order they are found in, and as many as the fractions say.
   */
  private Dataset<Row> drawn(Dataset<Row> series, long seed) {
    Dataset<Row> grouped = series.withColumn("group", group());
    JavaRDD<Row> places =
        grouped
            .select("group")
            .distinct()
            .withColumn("draw", xxhash64(lit(seed), col("group")))
            .orderBy("draw", "group")
            .toJavaRDD()
            .zipWithIndex()
            .map(row -> RowFactory.create(row._1().get(0), row._2()));
    DataSetInfo.Spans spans = borders.spans(places.count());
    Column split =
        when(col("place").lt(spans.validation()), Split.TRAIN.toString())
            .when(col("place").lt(spans.test()), Split.VALIDATION.toString())
            .otherwise(Split.TEST.toString());
    return grouped
        .join(series.sparkSession().createDataFrame(places, PLACES), "group")
        .withColumn("split", split);
  }

  private Column group() {
    List<String> together = spec.split().series().keyColumns();
    List<String> columns = together.isEmpty() ? spec.key() : together;
    return GroupScalers.of(spec.key(), columns);
  }
}
