package org.sluice.spark.prepare;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.sluice.engine.base.Require;

/** Finds the scalers that a job file asks for in the training span. */
final class ScalerFit {
  private final DataSpec spec;
  private final Dataset<Chunk> training;
  private final List<String> names;
  private final boolean[] log;

  private ScalerFit(DataSpec spec, Dataset<Chunk> training) {
    this.spec = spec;
    this.training = training;
    names = spec.prepared();
    log = spec.scale().logged(names);
  }

  /**
   * One scaler for each column; none where {@code statistics} are all that is needed.
   *
   * @param training chunks of the training span, asked for where they are needed
   * @param sums of each column's values as they are scaled, by their logarithms if so wanted
   * @throws org.sluice.engine.base.SluiceException if a column has no logarithm
   */
  static List<ColumnScaler> of(
      DataSpec spec,
      Supplier<Dataset<Chunk>> training,
      ColumnSums[] sums,
      List<TableInfo.ColumnStatistics> statistics) {
    if (spec.scale().isPlain()) {
      return List.of();
    }
    ScalerFit fit = new ScalerFit(spec, training.get());
    fit.requireLogarithms(statistics);
    return fit.scalers(sums);
  }

  private void requireLogarithms(List<TableInfo.ColumnStatistics> statistics) {
    for (TableInfo.ColumnStatistics column : statistics) {
      Require.that(
          !log[names.indexOf(column.column())] || column.min() > -1,
          "data.scale.log names the column %s, whose least value in the training span is %s;"
              + " log(1 + x) needs values above -1",
          column.column(),
          column.min());
    }
  }

  private List<ColumnScaler> scalers(ColumnSums[] sums) {
    boolean[] robust = new boolean[log.length];
    for (int c = 0; c < robust.length; c++) {
      robust[c] = kind(c) == ScaleSpec.Kind.ROBUST;
    }
    Quartiles quartiles = Quartiles.of(training, robust, log);
    return IntStream.range(0, log.length)
        .mapToObj(column -> scaler(column, sums[column], quartiles))
        .toList();
  }

  private ScaleSpec.Kind kind(int column) {
    return spec.scaleKindOf(names.get(column));
  }

  private ColumnScaler scaler(int column, ColumnSums sums, Quartiles quartiles) {
    return spec.categories().contains(names.get(column))
        ? ColumnScaler.NONE
        : scaler(kind(column), log[column], sums, quartiles.of(column));
  }

  /**
   * @param quartiles the three of them; null unless the column is robust
   */
  static ColumnScaler scaler(ScaleSpec.Kind kind, boolean log, ColumnSums sums, float[] quartiles) {
    return switch (kind) {
      case STANDARD -> scaler(log, sums.mean(), sums.std(), sums.mean());
      case ROBUST -> scaler(log, quartiles[1], (double) quartiles[2] - quartiles[0], quartiles[1]);
      case MIN_MAX -> scaler(log, sums.min(), sums.max() - sums.min(), sums.mean());
      case NONE -> scaler(log, 0, 1, sums.mean());
    };
  }

  /**
   * @param usual what stands in for a value that is missing, not yet scaled
   */
  private static ColumnScaler scaler(boolean log, double center, double spread, double usual) {
    double divisor = ColumnScaler.divisor(spread);
    return new ColumnScaler(log, center, divisor, (float) ((usual - center) / divisor));
  }
}
