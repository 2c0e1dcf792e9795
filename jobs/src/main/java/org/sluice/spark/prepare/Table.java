package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The source's rows as the rest of the package reads them, columns computed when they are asked
 * for:
 *
 * <ul>
 *   <li>{@code key array<string>}, {@code time string} as the table has them
 *   <li>{@code millis long}; {@code values array<float>}, NaN for what is missing or infinite
 *   <li>{@code reason string}: why the row cannot be used, else null
 *   <li>{@code text int}: the first of the values' columns whose text is no number, else null;
 *       {@code offender string}: that text
 * </ul>
 */
final class Table {
  private final DataSpec spec;
  private final StructType schema;

  private Table(DataSpec spec, StructType schema) {
    this.spec = spec;
    this.schema = schema;
  }

  /**
   * @param until epoch milliseconds from which on rows are left out
   * @throws org.sluice.engine.base.SluiceException if a column is missing or of a type that does
   *     not serve
   */
  static Dataset<Row> of(Source source, DataSpec spec, Times times, OptionalLong until) {
    Dataset<Row> loaded = source.load();
    Schema.check(loaded.schema(), spec, source.headerHint());
    return new Table(spec, loaded.schema()).columns(loaded, times, until);
  }

  private Dataset<Row> columns(Dataset<Row> loaded, Times times, OptionalLong until) {
    List<String> names = spec.columns();
    Column time = raw(spec.time().column());
    Column millis = times.millis(time, schema.apply(spec.time().column()).dataType());
    Column[] values = names.stream().map(this::value).toArray(Column[]::new);
    return loaded.select(
        key().as("key"),
        time.cast("string").as("time"),
        millis.as("millis"),
        array(values).as("values"),
        reason(time, millis, until).as("reason"),
        ofFirstText(column -> lit(column), "int").as("text"),
        ofFirstText(column -> raw(names.get(column)), "string").as("offender"));
  }

  private Column key() {
    Column[] parts =
        spec.key().stream().map(name -> raw(name).cast("string")).toArray(Column[]::new);
    return array(parts).cast("array<string>");
  }

  private Column reason(Column time, Column millis, OptionalLong until) {
    Column nullKey =
        spec.key().stream().map(name -> raw(name).isNull()).reduce(lit(false), Column::or);
    Column reason =
        when(nullKey, DropReason.NULL_KEY.text())
            .when(blank(time), DropReason.NULL_TIME.text())
            .when(millis.isNull(), DropReason.UNREADABLE_TIME.text());
    return until.isPresent()
        ? reason.when(millis.geq(until.getAsLong()), DropReason.AFTER_UNTIL.text())
        : reason;
  }

  private Column value(String name) {
    Column number = number(name);
    return when(abs(number).lt(Float.POSITIVE_INFINITY), number).otherwise(lit(Float.NaN));
  }

  private Column number(String name) {
    return isText(name)
        ? trim(raw(name)).try_cast(DataTypes.FloatType)
        : raw(name).cast(DataTypes.FloatType);
  }

  private Column ofFirstText(IntFunction<Column> what, String type) {
    Column[] each =
        IntStream.range(0, spec.columns().size())
            .filter(column -> isText(spec.columns().get(column)))
            .mapToObj(column -> when(noNumber(spec.columns().get(column)), what.apply(column)))
            .toArray(Column[]::new);
    return each.length == 0 ? lit(null).cast(type) : coalesce(each).cast(type);
  }

  private Column noNumber(String name) {
    return blank(raw(name)).equalTo(false).and(number(name).isNull());
  }

  private boolean isText(String name) {
    return schema.apply(name).dataType() instanceof StringType;
  }

  private static Column blank(Column raw) {
    return raw.isNull().or(trim(raw.cast("string")).equalTo(""));
  }

  /** A column by its very name, dots and all. */
  static Column raw(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
