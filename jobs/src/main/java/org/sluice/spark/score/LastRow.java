package org.sluice.spark.score;

import java.util.Arrays;

/**
 * One of a series' last rows as Spark's bean encoder fills it. Public because generated code calls
 * it.
 */
public final class LastRow {
  private String[] key = {};
  private long index;
  private long first;
  private long last;
  private float[] values = {};

  public String[] getKey() {
    return key;
  }

  public void setKey(String[] key) {
    this.key = key;
  }

  /** Grid index of this row. */
  public long getIndex() {
    return index;
  }

  public void setIndex(long index) {
    this.index = index;
  }

  /** Grid index of the series' first row. */
  public long getFirst() {
    return first;
  }

  public void setFirst(long first) {
    this.first = first;
  }

  /** Grid index of the series' last row. */
  public long getLast() {
    return last;
  }

  public void setLast(long last) {
    this.last = last;
  }

  /** NaN where nothing was observed. */
  public float[] getValues() {
    return values;
  }

  public void setValues(float[] values) {
    this.values = values;
  }

  boolean sameSeries(LastRow other) {
    return Arrays.equals(key, other.key);
  }
}
