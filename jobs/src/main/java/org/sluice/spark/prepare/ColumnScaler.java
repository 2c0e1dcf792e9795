package org.sluice.spark.prepare;

import java.io.Serializable;
import org.sluice.spark.prepare.TableInfo.ColumnStatistics;

/**
 * What turns a column's values into a network's: {@code (x - center) / divisor}, x being log(1 +
 * value) where {@code log} says so, else the value.
 *
 * @param divisor above 0
 * @param fill the network's value of what is missing before anything was observed
 */
public record ColumnScaler(boolean log, double center, double divisor, float fill)
    implements Serializable {
  /** Leaves values as they are. */
  public static final ColumnScaler NONE = new ColumnScaler(false, 0, 1, 0);

  /** Of a column whose values are used as they are. */
  static ColumnScaler plain(ScaleSpec.Kind kind, ColumnStatistics column) {
    return kind == ScaleSpec.Kind.STANDARD
        ? new ColumnScaler(false, column.mean(), divisor(column.std()), 0)
        : new ColumnScaler(false, 0, 1, (float) column.mean());
  }

  /** What a column that does not vary is divided by: 1. */
  static double divisor(double spread) {
    return spread > 0 ? spread : 1;
  }

  /** log(1 + value), the same on every machine; not finite where {@code value <= -1}. */
  public static float logged(float value) {
    return (float) StrictMath.log1p(value);
  }
}
