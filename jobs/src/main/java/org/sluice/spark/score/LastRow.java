package org.sluice.spark.score;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One of a series' last rows as Spark's bean encoder fills it. Public because generated code calls
 * it.
 */
public final class LastRow {
  private String[] key = {};
  private long index;
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

  /** The values of {@code columns} columns, those the table lacks included. */
  float[] padded(int columns) {
    return Arrays.copyOf(values, columns);
  }

  /** Which of {@code columns} columns were not observed. */
  BitSet missing(int columns) {
    BitSet missing = new BitSet(columns);
    for (int c = 0; c < columns; c++) {
      missing.set(c, c >= values.length || Float.isNaN(values[c]));
    }
    return missing;
  }
}
