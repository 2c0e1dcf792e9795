package org.sluice.spark.shard;

import java.util.BitSet;

/**
 * A row of {@code chunks/} as Spark's bean encoder fills it, its arrays primitive; or one of {@code
 * labels/}, whose only column stands behind those of chunks. Public because generated code calls
 * it.
 */
public final class ChunkRow {
  private int series;
  private long start;
  private float[] values = {};
  private boolean[] observed = {};
  private boolean label;

  public int getSeries() {
    return series;
  }

  public void setSeries(int series) {
    this.series = series;
  }

  public long getStart() {
    return start;
  }

  public void setStart(long start) {
    this.start = start;
  }

  public float[] getValues() {
    return values;
  }

  public void setValues(float[] values) {
    this.values = values;
  }

  public boolean[] getObserved() {
    return observed;
  }

  public void setObserved(boolean[] observed) {
    this.observed = observed;
  }

  /** Whether the values are labels. */
  public boolean isLabel() {
    return label;
  }

  public void setLabel(boolean label) {
    this.label = label;
  }

  /** Cells [{@code from}, {@code to}) of the chunk where nothing was observed, from 0 on. */
  BitSet missing(int from, int to) {
    BitSet missing = new BitSet(to - from);
    for (int i = from; i < to; i++) {
      missing.set(i - from, !observed[i]);
    }
    return missing;
  }
}
