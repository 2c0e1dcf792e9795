package org.sluice.spark.prepare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** Checks that need the table's columns alone, none of its rows. */
public final class Schema {
  private Schema() {}

  /**
   * @param hint what to add to the list of columns where one is missing
   * @throws SluiceException if a column that the settings name is missing or of a type that does
   *     not serve
   */
  static void check(StructType table, DataSpec spec, String hint) {
    spec.key().forEach(name -> checkPlain("data.key", name, table, hint));
    find("data.time.column", table, spec.time().column(), hint);
    spec.time().rules().order().ifPresent(name -> checkPlain("data.time.order", name, table, hint));
    spec.split()
        .series()
        .column()
        .ifPresent(name -> checkPlain("data.split.column", name, table, hint));
    if (spec.longForm().isPresent()) {
      LongFormSpec form = spec.longForm().get();
      checkPlain("data.longForm.sensor", form.sensor(), table, hint);
      checkNumber("data.longForm.value", form.value(), table, hint);
      return;
    }
    spec.label().ifPresent(label -> checkNames("data.label.column", label.column(), table, hint));
    for (String name : spec.columns()) {
      if (spec.categories().contains(name)) {
        checkNames("data.categories", name, table, hint);
      } else {
        checkNumber(spec.settingOf(name), name, table, hint);
      }
    }
  }

  /**
   * The column of text that a setting names.
   *
   * @throws SluiceException if there is none
   */
  public static Column text(StructType table, String setting, String name, String hint) {
    DataType type = find(setting, table, name, hint);
    Require.that(
        type instanceof StringType,
        "%s names the column %s, which has type %s; expected text",
        setting,
        name,
        type.simpleString());
    return Table.raw(name);
  }

  /**
   * A column of text, numbers or the like that a setting names, as text.
   *
   * @throws SluiceException if there is none
   */
  public static Column plain(StructType table, String setting, String name, String hint) {
    checkPlain(setting, name, table, hint);
    return Table.raw(name).cast(DataTypes.StringType);
  }

  private static DataType find(String setting, StructType table, String name, String hint) {
    List<String> names = Arrays.asList(table.fieldNames());
    if (names.contains(name)) {
      return table.apply(name).dataType();
    }
    throw new SluiceException(
        String.format(
            "%s names the column %s, which the table lacks%s (its columns: %s)%s",
            setting,
            name,
            Nearest.to(name, names).map(near -> "; did you mean " + near + "?").orElse(""),
            String.join(", ", names),
            hint));
  }

  static void checkPlain(String setting, String name, StructType table, String hint) {
    DataType type = find(setting, table, name, hint);
    Require.that(
        Stream.of(ArrayType.class, MapType.class, StructType.class, BinaryType.class)
            .noneMatch(nested -> nested.isInstance(type)),
        "%s names the column %s, which has type %s; expected text, a number or a date",
        setting,
        name,
        type.simpleString());
  }

  private static void checkNames(String setting, String name, StructType table, String hint) {
    DataType type = find(setting, table, name, hint);
    Require.that(
        Stream.of(StringType.class, BooleanType.class, IntegralType.class)
            .anyMatch(kind -> kind.isInstance(type)),
        "%s names the column %s, which has type %s; expected text, whole numbers or true and false",
        setting,
        name,
        type.simpleString());
  }

  private static void checkNumber(String setting, String name, StructType table, String hint) {
    DataType type = find(setting, table, name, hint);
    Require.that(
        type instanceof NumericType || type instanceof BooleanType || type instanceof StringType,
        "%s names the column %s, which has type %s; expected numbers",
        setting,
        name,
        type.simpleString());
  }
}
