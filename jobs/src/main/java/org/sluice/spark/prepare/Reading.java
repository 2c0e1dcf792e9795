package org.sluice.spark.prepare;

/**
 * Usable rows of one series on their way into a chunk, n neighbours from {@code index} on that no
 * border of a chunk parts: a bean for Spark.
 *
 * <p>{@code values} is {@code [n, C]} with NaN where nothing was observed, or in a table of long
 * form before its rows are {@link Merging merged} the one value of {@code column}; {@code first}
 * and {@code last} are the series' own; {@code time}, of one row, is what tells rows of a step
 * apart; {@code rows} is how many rows of the table there are.
 */
public class Reading {
  private int series;
  private long index;
  private long first;
  private long last;
  private long time;
  private int column;
  private int rows;
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

  public long getTime() {
    return time;
  }

  public void setTime(long time) {
    this.time = time;
  }

  public int getColumn() {
    return column;
  }

  public void setColumn(int column) {
    this.column = column;
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

  /** One of the same series that stands elsewhere. */
  Reading at(long step, int count, float[] cells) {
    Reading reading = new Reading();
    reading.series = series;
    reading.index = step;
    reading.first = first;
    reading.last = last;
    reading.rows = count;
    reading.values = cells;
    return reading;
  }

  /** Whether another one stands at the same step of the same series. */
  boolean sharesStep(Reading other) {
    return series == other.series && index == other.index;
  }

  /** Whether another one of this step says the same thing again. */
  final boolean sharesTime(Reading other) {
    return sharesStep(other) && time == other.time && column == other.column;
  }
}
