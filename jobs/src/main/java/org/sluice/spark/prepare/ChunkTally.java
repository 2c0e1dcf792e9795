package org.sluice.spark.prepare;

/**
 * How many chunks each split has and how many rows of the table stand in all of them, and the exact
 * sums of what was observed in the training span.
 */
final class ChunkTally implements Tally<Chunk, ChunkTally> {
  private static final long serialVersionUID = 1L;

  private final long trainEnd;
  private final boolean[] log;
  private final long[] chunks = new long[Split.values().length];
  private long rows;
  private final ColumnSums[] plain;
  private final ColumnSums[] scaled; // the plain ones of a column that is not scaled by logarithms

  /**
   * @param trainEnd a chunk from there on stands in a gap, not in the training span
   * @param log of columns to sum, whether log(1 + x) is summed too
   */
  ChunkTally(long trainEnd, boolean[] log) {
    this.trainEnd = trainEnd;
    this.log = log;
    plain = ColumnSums.of(log.length);
    scaled = new ColumnSums[log.length];
    for (int column = 0; column < log.length; column++) {
      scaled[column] = log[column] ? new ColumnSums() : plain[column];
    }
  }

  @Override
  public void add(Chunk chunk) {
    Split split = Split.of(chunk.getSplit());
    chunks[split.ordinal()]++;
    rows += chunk.getRows();
    if (split == Split.TRAIN && chunk.getStart() < trainEnd) {
      for (int column = 0; column < log.length; column++) {
        TrainingStatistics.add(chunk, column, false, plain);
        if (log[column]) {
          TrainingStatistics.add(chunk, column, true, scaled);
        }
      }
    }
  }

  @Override
  public void merge(ChunkTally other) {
    for (int split = 0; split < chunks.length; split++) {
      chunks[split] += other.chunks[split];
    }
    rows += other.rows;
    for (int column = 0; column < log.length; column++) {
      plain[column].merge(other.plain[column]);
      if (log[column]) {
        scaled[column].merge(other.scaled[column]);
      }
    }
  }

  @Override
  public ChunkTally fresh() {
    return new ChunkTally(trainEnd, log);
  }

  /** Whether there is a chunk of a split. */
  boolean has(Split split) {
    return chunks[split.ordinal()] > 0;
  }

  /** Rows of the table that stand in chunks. */
  long rows() {
    return rows;
  }

  /** Of each column's values in the training span. */
  ColumnSums[] sums() {
    return plain;
  }

  /** The same of log(1 + x) where a column is scaled by it. */
  ColumnSums[] scaledSums() {
    return scaled;
  }
}
