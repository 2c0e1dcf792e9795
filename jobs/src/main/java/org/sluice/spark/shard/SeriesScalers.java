package org.sluice.spark.shard;

import java.io.Serializable;

/**
 * The scalers of series that have their own, one behind the other, by ordinal. Shared and never
 * changed.
 *
 * @param center {@code [S, C]}, NaN where a series has none of its own
 * @param divisor {@code [S, C]}
 * @param fill {@code [S, C]}
 */
record SeriesScalers(double[] center, double[] divisor, float[] fill) implements Serializable {

  /** Of one series: {@code common} where it has none of its own. */
  Scaling of(int series, Scaling common) {
    int at = series * common.features();
    return Double.isNaN(center[at]) ? common : common.with(center, divisor, fill, at);
  }
}
