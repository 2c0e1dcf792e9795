package org.sluice.spark.score;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_millis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.GroupScalers;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.ShardPlan;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/**
 * Labels every row of a table from its first, or every series, by a model that was trained on it or
 * on another. Columns of the result are those of {@link LabelColumns}. Rows are the steps of each
 * series' grid, those that the table lacks between others included.
 */
public final class LabelPredictor {
  private static final Logger LOG = LoggerFactory.getLogger(LabelPredictor.class);

  private final DataSpec table;
  private final Classifier classifier;
  private final PredictSpec.Format format;

  /**
   * @param data where the table is and how its time is read; key, features and time step must be
   *     the model's, everything else but holidays comes from the model
   * @throws org.sluice.engine.base.SluiceException if they are not
   */
  public LabelPredictor(DataSpec data, Classifier classifier, PredictSpec.Format format) {
    this.classifier = classifier;
    this.format = format;
    TableInfo trained = classifier.preprocessing().table();
    table = new TrainedTable(trained).spec(data, data.holidays(), trained.derive(), List.of());
  }

  /**
   * Writes the labels below {@code folder}, any Hadoop path. Meanwhile the table lies prepared in a
   * folder beside it.
   *
   * @param overwrite whether labels that are there already are replaced
   * @throws org.sluice.engine.base.SluiceException if the table cannot be used, or the folder
   *     exists
   */
  public LabelPredictions run(SparkSession spark, String folder, boolean overwrite) {
    PredictionFiles files = new PredictionFiles(folder, format);
    files.requireFree(spark, overwrite);
    TableInfo trained = trained();
    if (trained.scaleBy() != null) {
      GroupScalers.requireIntact(spark, trained, classifier.folder());
    }
    Path place = new Path(folder);
    Path prepared = new Path(place.getParent(), "_" + place.getName());
    try {
      PreparedDataSet data = Prepare.whole(spark, table, prepared.toString());
      write(spark, data, files);
      return report(data, folder);
    } finally {
      delete(spark, prepared);
    }
  }

  private TableInfo trained() {
    return classifier.preprocessing().table();
  }

  /** What is left of it harms nobody. */
  private static void delete(SparkSession spark, Path prepared) {
    try {
      prepared.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(prepared, true);
    } catch (IOException e) {
      LOG.warn("{} is not needed any more, but cannot be deleted: {}", prepared, e.getMessage());
    }
  }

  private void write(SparkSession spark, PreparedDataSet data, PredictionFiles files) {
    Preprocessing reading = classifier.preprocessing();
    Scalings scalings = Scalings.of(data, reading, classifier.folder());
    ShardPlan plan = LabelPass.plan(data, Span.TRAIN, reading, Spread.shards(data.info()));
    Spread.withModel(
        spark,
        classifier.theta(),
        plan,
        (theta, shared) -> {
          RowLabels labels =
              new RowLabels(
                  classifier.network(),
                  theta,
                  shared,
                  reading.framing(reading.window(), 1),
                  reading.labels(),
                  classifier.classes());
          JavaRDD<Row> rows =
              Shards.of(data, Span.TRAIN, plan, scalings).mapPartitionsWithIndex(labels, false);
          Dataset<Row> told = spark.createDataFrame(rows, RowLabels.SCHEMA);
          files.save(keyed(told, data), data.table().zone());
          return null;
        });
  }

  /** With keys and times in place of numbers, by series and time. */
  private Dataset<Row> keyed(Dataset<Row> told, PreparedDataSet data) {
    List<String> key = data.table().key();
    boolean ofRows = classifier.labelsSteps();
    StructType schema = LabelColumns.schema(key, ofRows);
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < key.size(); k++) {
      columns.add(col("key").getItem(k));
    }
    if (!ofRows) {
      columns.add(time("first", data.table()));
    }
    columns.add(time("last", data.table()));
    columns.add(col("label"));
    columns.add(col("probability"));
    String[] names = schema.fieldNames();
    Column[] named =
        IntStream.range(0, names.length)
            .mapToObj(c -> columns.get(c).as(names[c]))
            .toArray(Column[]::new);
    return told.join(data.series().select("series", "key"), "series")
        .sortWithinPartitions("series", "last")
        .select(named);
  }

  private static Column time(String index, TableInfo table) {
    return timestamp_millis(
        col(index).multiply(lit(table.stepMillis())).plus(lit(table.originMillis())));
  }

  private LabelPredictions report(PreparedDataSet data, String folder) {
    TableInfo info = data.table();
    long rows =
        data.series().agg(coalesce(sum(expr("last - first + 1")), lit(0L))).first().getLong(0);
    long series = info.seriesCount();
    boolean ofRows = classifier.labelsSteps();
    return new LabelPredictions(
        folder,
        series,
        ofRows ? rows : series,
        ofRows,
        scaledAsAll(data),
        unknown(info),
        info.dropped());
  }

  private long scaledAsAll(PreparedDataSet data) {
    return trained().scaleBy() == null
        ? 0
        : GroupScalers.joined(data.series().select("series", "key"), trained(), classifier.folder())
            .where(col("center").isNull())
            .count();
  }

  private Map<String, Long> unknown(TableInfo table) {
    Map<String, Long> unknown = new LinkedHashMap<>();
    for (int c = 0; c < table.categories().size(); c++) {
      float[] places = trained().categories().get(c).places(table.categories().get(c));
      long names = IntStream.range(1, places.length).filter(i -> places[i] == 0).count();
      if (names > 0) {
        unknown.put(table.categories().get(c).column(), names);
      }
    }
    return unknown;
  }
}
