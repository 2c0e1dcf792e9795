package org.sluice.spark.shard;

import java.io.Serializable;
import java.util.Arrays;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.TableInfo;

/**
 * Between a table's own units and a network's: {@code (x - mean) / divisor} for each column. It
 * owns its arrays and nobody changes them.
 *
 * @param mean in the column's own unit; 0 where values stay as they are
 * @param divisor the standard deviation; 1 where that is 0 or values stay as they are
 * @param fill scaled value of what is missing before anything was observed
 */
public record Scaling(double[] mean, double[] divisor, float[] fill) implements Serializable {
  public Scaling {
    Require.that(
        mean.length == divisor.length && mean.length == fill.length,
        "a scaling needs one mean, divisor and fill for each column, got %d, %d and %d",
        mean.length,
        divisor.length,
        fill.length);
  }

  /** As {@code info} says, with the statistics of its training span. */
  public static Scaling of(DataSetInfo info) {
    return info instanceof TableInfo table ? ofTable(table) : none(info.columns().size());
  }

  /** Values stay as they are. */
  private static Scaling none(int columns) {
    double[] divisor = new double[columns];
    Arrays.fill(divisor, 1);
    return new Scaling(new double[columns], divisor, new float[columns]);
  }

  private static Scaling ofTable(TableInfo info) {
    boolean standard = info.scale() == DataSpec.Scale.STANDARD;
    int columns = info.columns().size();
    double[] mean = new double[columns];
    double[] divisor = new double[columns];
    float[] fill = new float[columns];
    for (int c = 0; c < columns; c++) {
      TableInfo.ColumnStatistics column = info.statistics().get(c);
      mean[c] = standard ? column.mean() : 0;
      divisor[c] = standard && column.std() > 0 ? column.std() : 1;
      fill[c] = standard ? 0 : (float) column.mean();
    }
    return new Scaling(mean, divisor, fill);
  }

  /** C, the columns of a row. */
  public int columns() {
    return mean.length;
  }

  public float scale(int column, float value) {
    return (float) ((value - mean[column]) / divisor[column]);
  }

  /** Back to the column's own unit. */
  public double unscale(int column, double scaled) {
    return scaled * divisor[column] + mean[column];
  }
}
