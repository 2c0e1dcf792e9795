package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
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
 *   <li>{@code millis long}; {@code order}: which of rows at one time comes first
 *   <li>{@code values array<float>}, NaN for what is missing or infinite: of all columns, or in a
 *       table of long form of the one that {@code column int} says
 *   <li>{@code names array<string>}: those of the categories, whose {@code values} are NaN as long
 *       as nobody knows their kinds; null for what is missing
 *   <li>{@code label string}: null where it is missing, is no text, or nobody asked for it
 *   <li>{@code part int}: the span that the row names, -1 for none; 0 where rows do not say
 *   <li>{@code reason string}: why the row cannot be used, else null
 *   <li>{@code file string}: where the row lies, if in a file; {@code record string}: what to show
 *       of it
 * </ul>
 */
final class Table {
  private static final String ROW = "row";

  private final DataSpec spec;
  private final StructType schema;
  private final List<String> numbers; // columns that hold values

  private Table(DataSpec spec, StructType schema) {
    this.spec = spec;
    this.schema = schema;
    this.numbers =
        spec.longForm()
            .map(form -> List.of(form.value()))
            .orElseGet(
                () ->
                    spec.columns().stream()
                        .filter(name -> !spec.categories().contains(name))
                        .toList());
  }

  /**
   * @param until epoch milliseconds from which on rows are left out
   * @throws org.sluice.engine.base.SluiceException if a column is missing or of a type that does
   *     not serve
   */
  static Dataset<Row> of(Source source, DataSpec spec, Times times, OptionalLong until) {
    source.requireContent();
    Dataset<Row> loaded = source.load();
    Schema.check(loaded.schema(), spec, source.headerHint());
    Dataset<Row> marked = source.marked(loaded);
    return new Table(spec, marked.schema()).columns(marked, times, until, source.file());
  }

  private Dataset<Row> columns(Dataset<Row> loaded, Times times, OptionalLong until, Column file) {
    Column time = raw(spec.time().column());
    Column millis = times.millis(time, schema.apply(spec.time().column()).dataType());
    return wanted(loaded)
        .select(
            key().as("key"),
            time.cast("string").as("time"),
            millis.as("millis"),
            spec.time().rules().order().map(Table::raw).orElse(lit(null).cast("int")).as("order"),
            values().as("values"),
            names().as("names"),
            label().as("label"),
            column().as("column"),
            part().as("part"),
            reason(millis, until).as("reason"),
            file.as("file"),
            record().as("record"),
            monotonically_increasing_id().as(ROW));
  }

  private Column values() {
    List<String> columns = spec.longForm().isPresent() ? numbers : spec.columns();
    return array(
        columns.stream()
            .map(name -> numbers.contains(name) ? value(name) : lit(Float.NaN))
            .toArray(Column[]::new));
  }

  private Column names() {
    return array(spec.categories().stream().map(this::name).toArray(Column[]::new))
        .cast("array<string>");
  }

  private Column name(String column) {
    Column text = raw(column).cast("string");
    return isText(column) ? when(blank(column).equalTo(false), trim(text)) : text;
  }

  private Column label() {
    Column none = lit(null).cast(DataTypes.StringType);
    return spec.label()
        .map(LabelSpec::column)
        .map(column -> when(invalid(column), none).otherwise(name(column)))
        .orElse(none);
  }

  /** Without values of sensors that nobody asked for. */
  private Dataset<Row> wanted(Dataset<Row> loaded) {
    return spec.longForm()
        .map(form -> raw(form.sensor()))
        .map(
            sensor ->
                loaded.where(
                    sensor.isNull().or(sensor.cast("string").isInCollection(spec.columns()))))
        .orElse(loaded);
  }

  private Column column() {
    String[] names = spec.columns().toArray(String[]::new);
    return spec.longForm()
        .map(form -> array_position(lit(names), raw(form.sensor()).cast("string")).minus(1))
        .orElse(lit(0))
        .cast("int");
  }

  private Column part() {
    String[] names = Stream.of(Split.values()).map(Split::toString).toArray(String[]::new);
    Column part =
        spec.split()
            .series()
            .column()
            .map(name -> array_position(lit(names), lower(trim(raw(name).cast("string")))))
            .orElse(lit(1));
    return coalesce(part, lit(0)).minus(1).cast("int");
  }

  private Column key() {
    Column[] parts =
        spec.key().stream().map(name -> raw(name).cast("string")).toArray(Column[]::new);
    return array(parts).cast("array<string>");
  }

  private Column reason(Column millis, OptionalLong until) {
    Column reason =
        when(broken().isNotNull(), broken())
            .when(corrupt().isNotNull(), DropReason.CORRUPT.text())
            .when(any(spec.key(), name -> raw(name).isNull()), DropReason.NULL_KEY.text())
            .when(any(spec.key(), this::invalid), DropReason.INVALID_UTF8.text())
            .when(any(spec.categories(), this::invalid), DropReason.INVALID_UTF8.text())
            .when(any(sensors(), name -> raw(name).isNull()), DropReason.NULL_SENSOR.text())
            .when(blank(spec.time().column()), DropReason.NULL_TIME.text())
            .when(millis.isNull(), DropReason.UNREADABLE_TIME.text());
    reason =
        until.isPresent()
            ? reason.when(millis.geq(until.getAsLong()), DropReason.AFTER_UNTIL.text())
            : reason;
    return reason.when(any(numbers, this::noNumber), DropReason.NO_NUMBER.text());
  }

  private List<String> sensors() {
    return spec.longForm().map(form -> List.of(form.sensor())).orElse(List.of());
  }

  private List<String> parts() {
    return spec.split().series().column().stream().toList();
  }

  private static Column any(List<String> names, Function<String, Column> holds) {
    return names.stream().map(holds).reduce(lit(false), Column::or);
  }

  private Column corrupt() {
    return textOrNull(Source.CORRUPT);
  }

  /** The reason that a source itself gives. */
  private Column broken() {
    return textOrNull(Recordings.REASON);
  }

  private Column textOrNull(String name) {
    return List.of(schema.fieldNames()).contains(name)
        ? col(name)
        : lit(null).cast(DataTypes.StringType);
  }

  // some of Spark's readers hand on bytes as they are, others what stands for them
  private Column invalid(String name) {
    return isText(name)
        ? is_valid_utf8(raw(name)).equalTo(false).or(raw(name).contains("\uFFFD"))
        : lit(false);
  }

  /** What to show of a row that cannot be used. */
  private Column record() {
    Stream<Column> place =
        Stream.of(spec.key(), List.of(spec.time().column()), sensors(), parts())
            .flatMap(List::stream)
            .distinct()
            .map(Table::shown);
    Stream<Column> offenders =
        numbers.stream().filter(this::isText).map(name -> when(noNumber(name), shown(name)));
    Column[] parts = Stream.concat(place, offenders).toArray(Column[]::new);
    return coalesce(corrupt(), concat_ws(", ", parts));
  }

  private static Column shown(String name) {
    return concat(lit(name + " = "), coalesce(raw(name).cast("string"), lit("null")));
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

  private Column noNumber(String name) {
    return isText(name) ? blank(name).equalTo(false).and(number(name).isNull()) : lit(false);
  }

  private boolean isText(String name) {
    return schema.apply(name).dataType() instanceof StringType;
  }

  private Column blank(String name) {
    Column raw = raw(name);
    return isText(name) ? raw.isNull().or(trim(raw).equalTo("")) : raw.isNull();
  }

  /**
   * Rows that can be used. It names a column that Spark may not compute twice: a filter without one
   * is moved to before all columns, and works out again what they are made of.
   */
  static Column usable() {
    return col("reason").isNull().and(col(ROW).geq(0));
  }

  /** A column by its very name, dots and all. */
  static Column raw(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
