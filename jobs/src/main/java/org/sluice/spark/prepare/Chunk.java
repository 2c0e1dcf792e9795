package org.sluice.spark.prepare;

/**
 * A stretch of one series inside one split: a bean for Spark, a row of {@code chunks/}.
 *
 * <p>{@code values} and {@code observed} are {@code [n, C]} row-major; a value is 0 where nothing
 * was observed. {@code rows} counts the rows of the table among the n.
 */
public final class Chunk {
  private String split;
  private int series;
  private long start;
  private int rows;
  private float[] values;
  private boolean[] observed;

  public String getSplit() {
    return split;
  }

  public void setSplit(String split) {
    this.split = split;
  }

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

  public int getRows() {
    return rows;
  }

  public void setRows(int rows) {
    this.rows = rows;
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
}
