package org.sluice.spark.score;

import java.util.Arrays;
import org.sluice.spark.prepare.GroupScaler;
import org.sluice.spark.shard.Scaling;

/**
 * One of a series' last rows with the scalers of its group, as Spark's bean encoder fills it.
 * Public because generated code calls it.
 */
public final class LastRow extends GroupScaler {
  private long index;
  private long first;
  private long last;
  private float[] values = {};

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

  /** How the series is scaled: as {@code common} where it has no scalers of its own. */
  Scaling scaling(Scaling common) {
    return getCenter() == null ? common : common.with(getCenter(), getDivisor(), getFill());
  }

  boolean sameSeries(LastRow other) {
    return Arrays.equals(getKey(), other.getKey());
  }
}
