package org.sluice.spark.shard;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.spark.prepare.ColumnScaler;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TableInfo.ColumnStatistics;

/**
 * A prepared data set made by hand: columns {@code load} (the feature) and {@code temperature} (the
 * target, mean 20, standard deviation 4), a row a minute, series p0, p1, ….
 */
public final class HandMadeData {
  public static final int COLUMNS = 2;
  public static final long STEP = 60_000;
  private static final int CHUNK = 8;
  private static final List<String> SPLITS = List.of("train", "validation", "test");
  private static final StructType CHUNKS =
      new StructType()
          .add("split", DataTypes.StringType)
          .add("series", DataTypes.IntegerType)
          .add("start", DataTypes.LongType)
          .add("rows", DataTypes.IntegerType)
          .add("values", DataTypes.createArrayType(DataTypes.FloatType))
          .add("observed", DataTypes.createArrayType(DataTypes.BooleanType));
  private static final StructType SERIES =
      new StructType()
          .add("series", DataTypes.IntegerType)
          .add("key", DataTypes.createArrayType(DataTypes.StringType))
          .add("first", DataTypes.LongType)
          .add("last", DataTypes.LongType);

  private final DataSetInfo.Spans spans;
  private final List<Row> chunks = new ArrayList<>();
  private final List<Row> series = new ArrayList<>();
  private List<ColumnScaler> scalers = List.of();

  public HandMadeData(long validation, long test, long end) {
    this(new DataSetInfo.Spans(0, validation, test, end));
  }

  HandMadeData(DataSetInfo.Spans spans) {
    this.spans = spans;
  }

  /** Scaled otherwise than by mean and standard deviation. */
  public HandMadeData scaledBy(ColumnScaler load, ColumnScaler temperature) {
    scalers = List.of(load, temperature);
    return this;
  }

  /**
   * The next series.
   *
   * @param first grid index of its first row
   * @param rows {@code [n, 2]}, NaN where nothing was observed
   */
  public HandMadeData series(long first, float[][] rows) {
    int ordinal = series.size();
    long end = first + rows.length;
    series.add(RowFactory.create(ordinal, List.of("p" + ordinal), first, end - 1));
    long start = first;
    while (start < end) {
      int split = start < spans.validation() ? 0 : start < spans.test() ? 1 : 2;
      long border = List.of(spans.validation(), spans.test(), spans.end()).get(split);
      long to = Math.min(Math.min(end, border), (start / CHUNK + 1) * CHUNK);
      chunks.add(chunk(ordinal, start, to, first, rows, SPLITS.get(split)));
      start = to;
    }
    return this;
  }

  private static Row chunk(
      int series, long start, long to, long first, float[][] rows, String split) {
    List<Float> values = new ArrayList<>();
    List<Boolean> observed = new ArrayList<>();
    for (long at = start; at < to; at++) {
      for (float value : rows[(int) (at - first)]) {
        observed.add(!Float.isNaN(value));
        values.add(Float.isNaN(value) ? 0 : value);
      }
    }
    return RowFactory.create(split, series, start, (int) (to - start), values, observed);
  }

  public TableInfo info() {
    return new TableInfo(
        1,
        List.of("pump"),
        List.of("load", "temperature"),
        1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("temperature"),
        null,
        ScaleSpec.Kind.STANDARD,
        List.of(
            new ColumnStatistics("load", 1, 0, 0, 1, 0, 1),
            new ColumnStatistics("temperature", 1, 0, 20, 4, 0, 40)),
        scalers,
        null,
        "UTC",
        0,
        STEP,
        CHUNK,
        null,
        null,
        spans,
        series.size(),
        1,
        Map.of(),
        "by hand");
  }

  /** Written below {@code folder} with its chunks in {@code files} files, and opened. */
  public PreparedDataSet write(SparkSession spark, Path folder, int files) throws IOException {
    Dataset<Row> rows = spark.createDataFrame(chunks, CHUNKS).repartition(files);
    rows.write().partitionBy("split").parquet(folder.resolve("chunks").toString());
    spark.createDataFrame(series, SERIES).write().parquet(folder.resolve("series").toString());
    Files.write(folder.resolve("dataset.json"), new ObjectMapper().writeValueAsBytes(info()));
    return PreparedDataSet.open(spark, folder.toString());
  }
}
