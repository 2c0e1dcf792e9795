package org.sluice.spark.prepare;

import java.util.List;
import java.util.Map;

/**
 * What {@code dataset.json} says of a prepared data set. Grid indices count steps of {@code
 * stepMillis} from {@code originMillis} (epoch milliseconds, UTC); a span is half open.
 *
 * @param key the key columns; a series is one combination of their values
 * @param columns of a chunk's values: features in their order, then the targets that are not among
 *     them
 * @param features how many of the columns, from the first, are features
 * @param targets columns that are forecast
 * @param statistics one for each column, of the observed values of the training span
 * @param dropped rows that could not be used, by reason
 * @param fingerprint of sources and settings: the same one means the same data set
 */
public record DataSetInfo(
    int format,
    List<String> key,
    List<String> columns,
    int features,
    List<String> targets,
    DataSpec.Scale scale,
    List<ColumnStatistics> statistics,
    String zone,
    long originMillis,
    long stepMillis,
    int chunkRows,
    Spans spans,
    long seriesCount,
    long rows,
    Map<String, Long> dropped,
    String fingerprint) {

  /**
   * Of the observed values of the training span, in the column's own unit; std is the population's.
   */
  public record ColumnStatistics(
      String column,
      long observed,
      long missing,
      double mean,
      double std,
      double min,
      double max) {}

  /**
   * Borders on the grid: train [start, validation), validation [validation, test), test [test,
   * end).
   */
  public record Spans(long start, long validation, long test, long end) {}

  /** Where each target stands among the columns. */
  public int[] targetColumns() {
    return targets.stream().mapToInt(columns::indexOf).toArray();
  }

  /** This data set, to be scaled as {@code other} is: columns must be the same. */
  public DataSetInfo scaledLike(DataSetInfo other) {
    return new DataSetInfo(
        format,
        key,
        columns,
        features,
        targets,
        other.scale,
        other.statistics,
        zone,
        originMillis,
        stepMillis,
        chunkRows,
        spans,
        seriesCount,
        rows,
        dropped,
        fingerprint);
  }

  /** Epoch milliseconds of a grid index. */
  public long millis(long gridIndex) {
    return originMillis + gridIndex * stepMillis;
  }
}
