package org.sluice.spark.prepare;

/**
 * Usable rows of one series on their way into a chunk, n neighbours from {@code index} on that no
 * border of a chunk parts: a bean for Spark.
 *
 * <p>{@code values} is {@code [n, C]} with NaN where nothing was observed; {@code first} and {@code
 * last} are the series' own.
 */
public final class Reading {
  private int series;
  private long index;
  private long first;
  private long last;
  private float[] values;

  public int getSeries() {
    return series;
  }

  public void setSeries(int series) {
    this.series = series;
  }

  public long getIndex() {
    return index;
  }

  public void setIndex(long index) {
    this.index = index;
  }

  public long getFirst() {
    return first;
  }

  public void setFirst(long first) {
    this.first = first;
  }

  public long getLast() {
    return last;
  }

  public void setLast(long last) {
    this.last = last;
  }

  public float[] getValues() {
    return values;
  }

  public void setValues(float[] values) {
    this.values = values;
  }
}
