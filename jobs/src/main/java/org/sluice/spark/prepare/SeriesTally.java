package org.sluice.spark.prepare;

import org.apache.spark.sql.Row;

/** How many series there are, in all and of each split, and how far they reach into training. */
final class SeriesTally implements Tally<Row, SeriesTally> {
  private static final long serialVersionUID = 1L;

  private final DataSetInfo.Spans spans;
  private final long[] whole = new long[Split.values().length]; // that belong to one split
  private long series;
  private long trainingRows;

  /**
   * @param spans stretches of time, or where series belong to a split how far those reach
   */
  SeriesTally(DataSetInfo.Spans spans) {
    this.spans = spans;
  }

  /** Takes in a row of {@link PreparedDataSet#SERIES}. */
  @Override
  public void add(Row row) {
    series++;
    Split split = row.isNullAt(4) ? null : Split.of(row.getString(4));
    if (split != null) {
      whole[split.ordinal()]++;
    }
    if (split == null || split == Split.TRAIN) {
      long end = Math.min(row.getLong(3) + 1, spans.trainEnd());
      trainingRows += Math.max(0, end - row.getLong(2));
    }
  }

  @Override
  public void merge(SeriesTally other) {
    for (int split = 0; split < whole.length; split++) {
      whole[split] += other.whole[split];
    }
    series += other.series;
    trainingRows += other.trainingRows;
  }

  @Override
  public SeriesTally fresh() {
    return new SeriesTally(spans);
  }

  long series() {
    return series;
  }

  /** Grid rows of all series inside the training span, with or without a row in the table. */
  long trainingRows() {
    return trainingRows;
  }

  /** The spans, with how many series each has where whole series belong to one. */
  DataSetInfo.Spans spans() {
    return spans.bySeries()
        ? DataSetInfo.Spans.ofSeries(
            spans.end(), new DataSetInfo.SeriesCounts(whole[0], whole[1], whole[2]))
        : spans;
  }
}
