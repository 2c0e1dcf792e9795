package org.sluice.spark.score;

import java.util.Arrays;
import org.sluice.spark.shard.Scaling;

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
  private double[] center;
  private double[] divisor;
  private float[] fill;

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

  /** Of the series' own scalers, one for each column; null where it has none. */
  public double[] getCenter() {
    return center;
  }

  public void setCenter(double[] center) {
    this.center = center;
  }

  public double[] getDivisor() {
    return divisor;
  }

  public void setDivisor(double[] divisor) {
    this.divisor = divisor;
  }

  public float[] getFill() {
    return fill;
  }

  public void setFill(float[] fill) {
    this.fill = fill;
  }

  /** How the series is scaled: as {@code common} where it has no scalers of its own. */
  Scaling scaling(Scaling common) {
    return center == null ? common : common.with(center, divisor, fill);
  }

  boolean sameSeries(LastRow other) {
    return Arrays.equals(key, other.key);
  }
}
