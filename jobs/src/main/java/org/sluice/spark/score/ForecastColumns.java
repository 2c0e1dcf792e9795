package org.sluice.spark.score;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of forecasts: the key's, as text; {@code time}, the timestamp of the step
 * that is forecast; {@code horizon}, how many steps that is beyond the last row, from 1 on; {@code
 * target}, the column that is forecast; {@code value}, in that column's own unit.
 */
final class ForecastColumns {
  private static final StructType OWN =
      new StructType()
          .add("time", DataTypes.TimestampType)
          .add("horizon", DataTypes.IntegerType)
          .add("target", DataTypes.StringType)
          .add("value", DataTypes.DoubleType);

  private ForecastColumns() {}

  static StructType schema(List<String> key) {
    return KeyedColumns.schema(key, OWN);
  }
}
