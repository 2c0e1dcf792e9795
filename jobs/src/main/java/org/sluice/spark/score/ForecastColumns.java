package org.sluice.spark.score;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of forecasts: the key's, as text; {@code time}, the timestamp of the step
 * that is forecast; {@code horizon}, how many steps that is beyond the last row, from 1 on; {@code
 * target}, the column that is forecast; {@code value}, in that column's own unit. A key column that
 * has one of these names itself is called {@code key_NAME}.
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
    StructType schema = new StructType();
    for (String name : key) {
      boolean taken = List.of(OWN.fieldNames()).contains(name);
      schema = schema.add(taken ? "key_" + name : name, DataTypes.StringType);
    }
    for (var field : OWN.fields()) {
      schema = schema.add(field);
    }
    return schema;
  }
}
