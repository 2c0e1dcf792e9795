package org.sluice.spark.prepare;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many chunks each split has and how many rows of the table stand in all of them, the exact
 * sums of what was observed in the training span, and how many names are of no kind.
 */
final class ChunkTally implements Tally<Chunk, ChunkTally> {
  private static final long serialVersionUID = 1L;

  private final long trainEnd;
  private final boolean[] log;
  private final boolean[] named;
  private final long[][] unknown; // by split and column
  private final long[] chunks = new long[Split.values().length];
  private long rows;
  private final ColumnSums[] plain;
  private final ColumnSums[] scaled; // the plain ones of a column that is not scaled by logarithms

  /**
   * @param trainEnd a chunk from there on stands in a gap, not in the training span
   * @param log of columns to sum, whether log(1 + x) is summed too
   * @param named of the same columns, whether they hold names
   */
  ChunkTally(long trainEnd, boolean[] log, boolean[] named) {
    this.trainEnd = trainEnd;
    this.log = log;
    this.named = named;
    unknown = new long[chunks.length][named.length];
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
    for (int column = 0; column < named.length; column++) {
      if (named[column]) {
        unknown[split.ordinal()][column] += unknown(chunk, column);
      }
    }
    if (split == Split.TRAIN && chunk.getStart() < trainEnd) {
      for (int column = 0; column < log.length; column++) {
        TrainingStatistics.add(chunk, column, false, plain);
        if (log[column]) {
          TrainingStatistics.add(chunk, column, true, scaled);
        }
      }
    }
  }

  private long unknown(Chunk chunk, int column) {
    long count = 0;
    for (int i = column; i < chunk.getValues().length; i += named.length) {
      count += chunk.getObserved()[i] && chunk.getValues()[i] == 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public void merge(ChunkTally other) {
    for (int split = 0; split < chunks.length; split++) {
      chunks[split] += other.chunks[split];
      for (int column = 0; column < named.length; column++) {
        unknown[split][column] += other.unknown[split][column];
      }
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
    return new ChunkTally(trainEnd, log, named);
  }

  /** Whether there is a chunk of a split. */
  boolean has(Split split) {
    return chunks[split.ordinal()] > 0;
  }

  /** Rows of the table that stand in chunks. */
  long rows() {
    return rows;
  }

  /** How many names of a column are of no kind, by split; splits without any are absent. */
  Map<String, Long> unknown(int column) {
    Map<String, Long> counts = new TreeMap<>();
    for (Split split : Split.values()) {
      if (unknown[split.ordinal()][column] > 0) {
        counts.put(split.toString(), unknown[split.ordinal()][column]);
      }
    }
    return counts;
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
