package org.sluice.spark.shard;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.GroupScalers;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.TableInfo;

/**
 * How each series is scaled: all alike, or each by the scalers of its group.
 *
 * @param common of series without scalers of their own
 * @param own null where no series has any; dropped by Spark's cleaner
 */
public record Scalings(Scaling common, Broadcast<SeriesScalers> own) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Scalings.class);

  /** All series alike. */
  public Scalings(Scaling common) {
    this(common, null);
  }

  /**
   * Of the series of {@code data}, as a network's preprocessing says.
   *
   * @param folder of the data set or model whose {@code scalers/} are taken
   */
  public static Scalings of(PreparedDataSet data, Preprocessing preprocessing, String folder) {
    DataSetInfo info = preprocessing.data();
    Scaling plain = Scaling.of(info, data.info());
    tellUnknown(info, plain);
    Scaling common =
        preprocessing.tellsLabels() ? plain.labelled(info.classes(), data.info().classes()) : plain;
    if (!(info instanceof TableInfo table) || table.scaleBy() == null) {
      return new Scalings(common);
    }
    GroupScalers.requireIntact(data.series().sparkSession(), table, folder);
    int series = Math.toIntExact(data.info().seriesCount());
    Require.that(
        (long) series * common.features() <= Integer.MAX_VALUE - 8,
        "data.scale.by gives scalers to %d series of %d columns, more than an array holds; scale by"
            + " fewer key columns or all series alike",
        series,
        common.features());
    SeriesScalers own = read(data, table, folder, common.features());
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.series().sparkSession().sparkContext());
    return new Scalings(common, context.broadcast(own));
  }

  private static void tellUnknown(DataSetInfo info, Scaling scaling) {
    for (int c = 0; c < scaling.columns(); c++) {
      float[] places = scaling.places()[c];
      long unknown = IntStream.range(1, places.length).filter(i -> places[i] == 0).count();
      if (unknown > 0) {
        LOG.warn(
            "the model does not know {} of the {} names of {} in the prepared data",
            unknown,
            places.length - 1,
            info.columns().get(c));
      }
    }
  }

  /** Partition by partition, so that they never pile up on the driver but in flat arrays. */
  private static SeriesScalers read(
      PreparedDataSet data, TableInfo table, String folder, int columns) {
    int cells = Math.toIntExact(data.info().seriesCount()) * columns;
    SeriesScalers own = new SeriesScalers(new double[cells], new double[cells], new float[cells]);
    Arrays.fill(own.center(), Double.NaN);
    Dataset<Row> joined =
        GroupScalers.joined(data.series().select("series", "key"), table, folder)
            .where(col("center").isNotNull())
            .select("series", "center", "divisor", "fill");
    int found = 0;
    for (Iterator<Row> rows = joined.toLocalIterator(); rows.hasNext(); found++) {
      Row row = rows.next();
      put(row, row.getInt(0) * columns, own);
    }
    if (found < data.info().seriesCount()) {
      LOG.warn(
          "{} of {} series are of a group without scalers (data.scale.by = {}) and scaled as all"
              + " series together",
          data.info().seriesCount() - found,
          data.info().seriesCount(),
          table.scaleBy().columns());
    }
    return own;
  }

  private static void put(Row row, int at, SeriesScalers own) {
    List<Double> center = row.getList(1);
    List<Double> divisor = row.getList(2);
    List<Float> fill = row.getList(3);
    for (int c = 0; c < center.size(); c++) {
      own.center()[at + c] = center.get(c);
      own.divisor()[at + c] = divisor.get(c);
      own.fill()[at + c] = fill.get(c);
    }
  }

  /** Of one series, by its ordinal. */
  public Scaling of(int series) {
    return own == null ? common : own.value().of(series, common);
  }

  /** The columns of a row, its label among them. */
  public int columns() {
    return common.columns();
  }
}
