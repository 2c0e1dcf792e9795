package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;

/**
 * Statistics of the training span, from the chunks as they were written. They are exact sums
 * rounded once, so partitions and their order leave no trace in them.
 */
final class TrainingStatistics {
  private TrainingStatistics() {}

  /**
   * @param training chunks of the training span
   * @throws org.sluice.engine.base.SluiceException if a column has no value in the training span
   */
  static List<TableInfo.ColumnStatistics> of(
      DataSpec spec, Dataset<Chunk> training, Dataset<Row> series, DataSetInfo.Spans spans) {
    List<String> names = spec.prepared();
    ColumnSums[] sums = sums(training, new boolean[names.size()]);
    long cells = trainingRows(series, spans);
    return IntStream.range(0, names.size())
        .mapToObj(column -> statistics(spec, names.get(column), sums[column], cells))
        .toList();
  }

  /**
   * Sums of each column's observed values.
   *
   * @param log columns whose values are taken as log(1 + x)
   */
  static ColumnSums[] sums(Dataset<Chunk> training, boolean[] log) {
    ColumnSums[] sums = newSums(log.length);
    training
        .mapPartitions(new Summing(log), Encoders.bean(SumsPart.class))
        .collectAsList()
        .forEach(part -> sums[part.getColumn()].merge(new ColumnSums(part)));
    return sums;
  }

  static ColumnSums[] newSums(int columns) {
    return Stream.generate(ColumnSums::new).limit(columns).toArray(ColumnSums[]::new);
  }

  /** Grid rows of all series inside the training span, with or without a row in the table. */
  private static long trainingRows(Dataset<Row> series, DataSetInfo.Spans spans) {
    return series
        .where(col("split").isNull().or(col("split").equalTo(Split.TRAIN.toString())))
        .agg(
            coalesce(
                sum(
                    greatest(
                        lit(0L),
                        least(col("last").plus(1), lit(spans.trainEnd())).minus(col("first")))),
                lit(0L)))
        .first()
        .getLong(0);
  }

  private static TableInfo.ColumnStatistics statistics(
      DataSpec spec, String name, ColumnSums sums, long cells) {
    Require.that(
        sums.observed() > 0,
        "%s names the column %s, which has no value in the training span; leave it out or change data.split",
        spec.settingOf(name),
        name);
    long missing = cells - sums.observed();
    if (spec.categories().contains(name)) {
      return TableInfo.ColumnStatistics.ofNames(name, sums.observed(), missing);
    }
    return new TableInfo.ColumnStatistics(
        name, sums.observed(), missing, sums.mean(), sums.std(), sums.min(), sums.max());
  }

  /** One {@link SumsPart} for each column of a partition. */
  private static final class Summing implements MapPartitionsFunction<Chunk, SumsPart> {
    private static final long serialVersionUID = 1L;

    private final boolean[] log; // by column

    Summing(boolean[] log) {
      this.log = log;
    }

    @Override
    public Iterator<SumsPart> call(Iterator<Chunk> chunks) {
      ColumnSums[] sums = newSums(log.length);
      chunks.forEachRemaining(chunk -> add(chunk, log, sums));
      List<SumsPart> parts = new ArrayList<>();
      for (int column = 0; column < sums.length; column++) {
        parts.add(sums[column].toPart(column));
      }
      return parts.iterator();
    }
  }

  /** Adds a chunk's observed values to the sums of their columns. */
  static void add(Chunk chunk, boolean[] log, ColumnSums[] sums) {
    for (int column = 0; column < log.length; column++) {
      add(chunk, column, log, sums[column]);
    }
  }

  private static void add(Chunk chunk, int column, boolean[] log, ColumnSums sums) {
    float[] values = chunk.getValues();
    boolean[] observed = chunk.getObserved();
    for (int i = column; i < values.length; i += log.length) {
      if (observed[i]) {
        sums.add(log[column] ? ColumnScaler.logged(values[i]) : values[i]);
      }
    }
  }
}
