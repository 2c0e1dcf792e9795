package org.sluice.spark.prepare;

import java.util.List;
import java.util.stream.IntStream;
import org.sluice.engine.base.Require;

/**
 * Statistics of the training span, from the chunks as they are written. They are exact sums rounded
 * once, so partitions and their order leave no trace in them.
 */
final class TrainingStatistics {
  private TrainingStatistics() {}

  /**
   * @param sums of each column's observed values
   * @param cells grid rows of all series, with or without a row in the table
   * @throws org.sluice.engine.base.SluiceException if a column has no value in the training span
   */
  static List<TableInfo.ColumnStatistics> of(DataSpec spec, ColumnSums[] sums, long cells) {
    List<String> names = spec.prepared();
    return IntStream.range(0, names.size())
        .mapToObj(column -> statistics(spec, names.get(column), sums[column], cells))
        .toList();
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

  /** Adds a chunk's observed values to the sums of their columns. */
  static void add(Chunk chunk, boolean[] log, ColumnSums[] sums) {
    for (int column = 0; column < log.length; column++) {
      add(chunk, column, log[column], sums);
    }
  }

  /**
   * The same of one column.
   *
   * @param log whether log(1 + x) is added of a value x, if it has one
   */
  static void add(Chunk chunk, int column, boolean log, ColumnSums[] sums) {
    float[] values = chunk.getValues();
    boolean[] observed = chunk.getObserved();
    for (int i = column; i < values.length; i += sums.length) {
      if (observed[i] && !(log && values[i] <= -1)) {
        sums[column].add(log ? ColumnScaler.logged(values[i]) : values[i]);
      }
    }
  }
}
