package org.sluice.spark.prepare;

/** One partition's {@link ColumnSums} of one column on its way to the driver: a bean for Spark. */
public sealed class SumsPart permits GroupPart {
  private int column;
  private long observed;
  private float min;
  private float max;
  private long[] sum;
  private long[] squares;

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
}
