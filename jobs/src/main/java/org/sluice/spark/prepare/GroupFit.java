package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Finds the scalers of groups of series in the training span. They are exact, as those of all
 * series together are, so partitions and their order leave no trace in them; one group at a time is
 * in memory, as its sums.
 */
final class GroupFit {
  private static final long GROUPS_IN_A_FILE = 1 << 18;
  private static final Encoder<GroupPart> PARTS = Encoders.bean(GroupPart.class);

  private final DataSpec spec;
  private final Dataset<Chunk> training;
  private final Dataset<Row> groups; // series int, key array<string> of the group
  private final List<ColumnScaler> common;

  /**
   * @param training chunks of the training span
   * @param series the table {@code series/}
   * @param common what scales a column of which a group has no value
   */
  GroupFit(DataSpec spec, Dataset<Chunk> training, Dataset<Row> series, List<ColumnScaler> common) {
    this.spec = spec;
    this.training = training;
    this.common = common;
    groups = series.select(col("series"), GroupScalers.of(spec.key(), spec.scale().by()).as("key"));
  }

  /** Writes {@code scalers/}. */
  TableInfo.ScaleBy write(Folder folder) {
    Dataset<Row> parts =
        keyed(training.mapPartitions(new SeriesSums(log()), PARTS).toDF().drop("key"));
    Dataset<GroupScaler> scalers =
        (columns(ScaleSpec.Kind.ROBUST).length == 0 ? parts : parts.unionByName(quartiles(), true))
            .repartition(col("key"))
            .sortWithinPartitions("key")
            .as(PARTS)
            .mapPartitions(
                new Scalers(kinds(), log(), named(), common), Encoders.bean(GroupScaler.class));
    long all = groups.select("key").distinct().count();
    scalers
        .repartitionByRange((int) (1 + all / GROUPS_IN_A_FILE), col("key"))
        .sortWithinPartitions("key")
        .write()
        .parquet(folder.of(Folder.SCALERS));
    GroupScalers.Contents fitted =
        GroupScalers.contents(training.sparkSession(), folder.toString());
    return new TableInfo.ScaleBy(
        spec.scale().by(), fitted.groups(), all - fitted.groups(), fitted.checksum());
  }

  private Dataset<Row> keyed(Dataset<Row> ofSeries) {
    return ofSeries.join(broadcast(groups), "series");
  }

  /** The quartiles of robust columns, found by Spark's own sort, which goes to disk if it must. */
  private Dataset<Row> quartiles() {
    WindowSpec column = Window.partitionBy("key", "column");
    return keyed(training.toDF().select("series", "values", "observed"))
        .select(col("key"), posexplode(arrays_zip(col("values"), col("observed"))))
        .where(col("col.observed"))
        .select(
            col("key"),
            pmod(col("pos"), lit(common.size())).as("column"),
            col("col.values").as("value"))
        .where(col("column").isInCollection(Arrays.asList(columns(ScaleSpec.Kind.ROBUST))))
        .withColumn("rank", row_number().over(column.orderBy("value")))
        .withColumn("n", count(lit(1)).over(column))
        .groupBy("key", "column")
        .agg(array(ranked(1), ranked(2), ranked(3)).as("quartiles"))
        // of which it has no sums
        .withColumn("series", lit(0))
        .withColumn("observed", lit(0L))
        .withColumn("min", lit(0f))
        .withColumn("max", lit(0f));
  }

  private static Column ranked(int quartile) {
    return max(when(expr("rank = (" + quartile + " * n + 3) div 4"), col("value")));
  }

  private ScaleSpec.Kind[] kinds() {
    return spec.prepared().stream().map(spec::scaleKindOf).toArray(ScaleSpec.Kind[]::new);
  }

  private Integer[] columns(ScaleSpec.Kind kind) {
    ScaleSpec.Kind[] kinds = kinds();
    return IntStream.range(0, kinds.length)
        .filter(c -> kinds[c] == kind)
        .boxed()
        .toArray(Integer[]::new);
  }

  private boolean[] named() {
    return spec.named(spec.prepared());
  }

  private boolean[] log() {
    return spec.scale().logged(spec.prepared());
  }

  /** A part for each column of each run of chunks of one series. */
  private record SeriesSums(boolean[] log) implements MapPartitionsFunction<Chunk, GroupPart> {
    @Override
    public Iterator<GroupPart> call(Iterator<Chunk> chunks) {
      Iterator<List<GroupPart>> runs =
          new Runs<>(chunks, (a, b) -> a.getSeries() == b.getSeries(), this::parts);
      return StreamSupport.stream(
              Spliterators.spliteratorUnknownSize(runs, Spliterator.ORDERED), false)
          .flatMap(List::stream)
          .iterator();
    }

    private List<GroupPart> parts(Iterator<Chunk> run) {
      ColumnSums[] sums = ColumnSums.of(log.length);
      int series = 0;
      while (run.hasNext()) {
        Chunk chunk = run.next();
        series = chunk.getSeries();
        TrainingStatistics.add(chunk, log, sums);
      }
      List<GroupPart> parts = new ArrayList<>();
      for (int column = 0; column < sums.length; column++) {
        GroupPart part = new GroupPart();
        sums[column].put(column, part);
        part.setSeries(series);
        parts.add(part);
      }
      return parts;
    }
  }

  /** The scalers of each run of parts of one group. */
  private record Scalers(
      ScaleSpec.Kind[] kinds, boolean[] log, boolean[] named, List<ColumnScaler> common)
      implements MapPartitionsFunction<GroupPart, GroupScaler> {
    @Override
    public Iterator<GroupScaler> call(Iterator<GroupPart> parts) {
      return new Runs<>(parts, (a, b) -> Arrays.equals(a.getKey(), b.getKey()), this::scaler);
    }

    private GroupScaler scaler(Iterator<GroupPart> run) {
      ColumnSums[] sums = ColumnSums.of(log.length);
      float[][] quartiles = new float[log.length][];
      GroupScaler scaler = new GroupScaler();
      while (run.hasNext()) {
        GroupPart part = run.next();
        scaler.setKey(part.getKey());
        if (part.getQuartiles() == null) {
          sums[part.getColumn()].merge(new ColumnSums(part));
        } else {
          quartiles[part.getColumn()] = quartiles(part);
        }
      }
      put(sums, quartiles, scaler);
      return scaler;
    }

    /** Of logarithms, whose order is that of the values. */
    private float[] quartiles(GroupPart part) {
      float[] quartiles = part.getQuartiles();
      for (int q = 0; log[part.getColumn()] && q < quartiles.length; q++) {
        quartiles[q] = ColumnScaler.logged(quartiles[q]);
      }
      return quartiles;
    }

    private void put(ColumnSums[] sums, float[][] quartiles, GroupScaler scaler) {
      double[] center = new double[log.length];
      double[] divisor = new double[log.length];
      float[] fill = new float[log.length];
      for (int c = 0; c < log.length; c++) {
        ColumnScaler column =
            sums[c].observed() == 0 || named[c]
                ? common.get(c)
                : ScalerFit.scaler(kinds[c], log[c], sums[c], quartiles[c]);
        center[c] = column.center();
        divisor[c] = column.divisor();
        fill[c] = column.fill();
      }
      scaler.setCenter(center);
      scaler.setDivisor(divisor);
      scaler.setFill(fill);
    }
  }
}
