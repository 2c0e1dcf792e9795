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
   * @param chunks of all spans
   * @throws org.sluice.engine.base.SluiceException if a column has no value in the training span
   */
  static List<TableInfo.ColumnStatistics> of(
      DataSpec spec, Dataset<Row> chunks, Dataset<Row> series, DataSetInfo.Spans spans) {
    List<String> names = spec.columns();
    ColumnSums[] sums = newSums(names.size());
    Dataset<Chunk> training =
        chunks.where(col("split").equalTo(Split.TRAIN.toString())).as(Encoders.bean(Chunk.class));
    training
        .mapPartitions(new Summing(names.size()), Encoders.bean(SumsPart.class))
        .collectAsList()
        .forEach(part -> sums[part.getColumn()].merge(new ColumnSums(part)));
    long cells = trainingRows(series, spans);
    return IntStream.range(0, names.size())
        .mapToObj(column -> statistics(spec, names.get(column), sums[column], cells))
        .toList();
  }

  private static ColumnSums[] newSums(int columns) {
    return Stream.generate(ColumnSums::new).limit(columns).toArray(ColumnSums[]::new);
  }

  /** Grid rows of all series inside the training span, with or without a row in the table. */
  private static long trainingRows(Dataset<Row> series, DataSetInfo.Spans spans) {
    return series
        .agg(
            coalesce(
                sum(
                    greatest(
                        lit(0L),
                        least(col("last").plus(1), lit(spans.validation())).minus(col("first")))),
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
    return new TableInfo.ColumnStatistics(
        name,
        sums.observed(),
        cells - sums.observed(),
        sums.mean(),
        sums.std(),
        sums.min(),
        sums.max());
  }

  /** One {@link SumsPart} for each column of a partition. */
  private static final class Summing implements MapPartitionsFunction<Chunk, SumsPart> {
    private static final long serialVersionUID = 1L;

    private final int columns;

    Summing(int columns) {
      this.columns = columns;
    }

    @Override
    public Iterator<SumsPart> call(Iterator<Chunk> chunks) {
      ColumnSums[] sums = newSums(columns);
      while (chunks.hasNext()) {
        Chunk chunk = chunks.next();
        float[] values = chunk.getValues();
        boolean[] observed = chunk.getObserved();
        for (int i = 0; i < values.length; i++) {
          if (observed[i]) {
            sums[i % columns].add(values[i]);
          }
        }
      }
      List<SumsPart> parts = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        parts.add(sums[column].toPart(column));
      }
      return parts.iterator();
    }
  }
}
