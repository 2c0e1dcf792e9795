package org.sluice.spark.score;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of predictions: the key's, as text, then those of what is predicted. A key
 * column that has the name of one of those is called {@code key_NAME}.
 */
final class KeyedColumns {
  private KeyedColumns() {}

  static StructType schema(List<String> key, StructType own) {
    StructType schema = new StructType();
    for (String name : key) {
      schema = schema.add(name(name, own), DataTypes.StringType);
    }
    for (StructField field : own.fields()) {
      schema = schema.add(field);
    }
    return schema;
  }

  private static String name(String key, StructType own) {
    return List.of(own.fieldNames()).contains(key) ? "key_" + key : key;
  }
}
