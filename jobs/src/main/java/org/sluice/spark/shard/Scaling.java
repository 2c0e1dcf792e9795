package org.sluice.spark.shard;

import java.io.Serializable;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.ColumnScaler;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.TableInfo;

/**
 * Between a table's own units and a network's: {@code (x - center) / divisor} for each column, x
 * being the value or log(1 + value). It owns its arrays and nobody changes them.
 *
 * @param log whether a column's logarithm is taken
 * @param center 0 where values stay as they are
 * @param divisor 1 where values stay as they are
 * @param fill scaled value of what is missing before anything was observed
 */
public record Scaling(boolean[] log, double[] center, double[] divisor, float[] fill)
    implements Serializable {
  public Scaling {
    Require.that(
        log.length == center.length
            && center.length == divisor.length
            && center.length == fill.length,
        "a scaling needs one log, center, divisor and fill for each column, got %d, %d, %d and %d",
        log.length,
        center.length,
        divisor.length,
        fill.length);
  }

  /** As {@code info} says, with the statistics of its training span. */
  public static Scaling of(DataSetInfo info) {
    int columns = info.columns().size();
    Scaling scaling =
        new Scaling(
            new boolean[columns], new double[columns], new double[columns], new float[columns]);
    for (int c = 0; c < columns; c++) {
      scaling.put(c, info instanceof TableInfo table ? table.scaler(c) : ColumnScaler.NONE);
    }
    return scaling;
  }

  private void put(int column, ColumnScaler scaler) {
    log[column] = scaler.log();
    center[column] = scaler.center();
    divisor[column] = scaler.divisor();
    fill[column] = scaler.fill();
  }

  /** C, the columns of a row. */
  public int columns() {
    return center.length;
  }

  /** Whether {@code value} can be scaled: a value without a logarithm counts as missing. */
  boolean takes(int column, float value) {
    return !log[column] || value > -1;
  }

  public float scale(int column, float value) {
    float x = log[column] ? ColumnScaler.logged(value) : value;
    return (float) ((x - center[column]) / divisor[column]);
  }

  /** Back to the column's own unit. */
  public double unscale(int column, double scaled) {
    double x = scaled * divisor[column] + center[column];
    return log[column] ? StrictMath.expm1(x) : x;
  }
}
