package org.sluice.spark.prepare;

/**
 * What is known of one column of a group of series, from some of its chunks: a bean for Spark.
 * {@code key} is what the group's series have in common, {@code series} one of them; {@code
 * quartiles} are of the whole group, and null where the sums are meant.
 */
public final class GroupPart {
  private int series;
  private String[] key;
  private int column;
  private long observed;
  private float min;
  private float max;
  private long[] sum;
  private long[] squares;
  private float[] quartiles;

  public int getSeries() {
    return series;
  }

  public void setSeries(int series) {
    this.series = series;
  }

  public String[] getKey() {
    return key;
  }

  public void setKey(String[] key) {
    this.key = key;
  }

  public int getColumn() {
    return column;
  }

  public void setColumn(int column) {
    this.column = column;
  }

  public long getObserved() {
    return observed;
  }

  public void setObserved(long observed) {
    this.observed = observed;
  }

  public float getMin() {
    return min;
  }

  public void setMin(float min) {
    this.min = min;
  }

  public float getMax() {
    return max;
  }

  public void setMax(float max) {
    this.max = max;
  }

  public long[] getSum() {
    return sum;
  }

  public void setSum(long[] sum) {
    this.sum = sum;
  }

  public long[] getSquares() {
    return squares;
  }

  public void setSquares(long[] squares) {
    this.squares = squares;
  }

  public float[] getQuartiles() {
    return quartiles;
  }

  public void setQuartiles(float[] quartiles) {
    this.quartiles = quartiles;
  }
}
