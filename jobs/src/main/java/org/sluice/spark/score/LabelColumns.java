package org.sluice.spark.score;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of labels: the key's, as text; {@code time} of the row, or where a series
 * has one label {@code from} and {@code to}, the times of its first and its last row; {@code label}
 * and its {@code probability}.
 */
final class LabelColumns {
  private static final StructType OF_ROWS =
      labelled(new StructType().add("time", DataTypes.TimestampType));
  private static final StructType OF_SERIES =
      labelled(
          new StructType().add("from", DataTypes.TimestampType).add("to", DataTypes.TimestampType));

  private LabelColumns() {}

  private static StructType labelled(StructType times) {
    return times.add("label", DataTypes.StringType).add("probability", DataTypes.DoubleType);
  }

  static StructType schema(List<String> key, boolean ofRows) {
    return KeyedColumns.schema(key, ofRows ? OF_ROWS : OF_SERIES);
  }
}
