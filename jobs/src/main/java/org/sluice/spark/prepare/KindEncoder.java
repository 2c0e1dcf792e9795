package org.sluice.spark.prepare;

import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Tells a name by its place among known kinds: 1 for the first, 0 for one that is none of them, NaN
 * where it is missing.
 */
final class KindEncoder implements UDF1<String, Float> {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Float> places = new HashMap<>();

  KindEncoder(List<String> kinds) {
    for (String kind : kinds) {
      places.put(kind, places.size() + 1f);
    }
  }

  /** A column of floats in place of one of text. */
  Column apply(Column name) {
    return functions.udf(this, DataTypes.FloatType).apply(name);
  }

  @Override
  public Float call(String name) {
    return name == null ? Float.NaN : places.getOrDefault(name, 0f);
  }
}
