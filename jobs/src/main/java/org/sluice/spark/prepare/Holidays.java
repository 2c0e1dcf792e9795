package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.trim;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** Reads the table of holidays. */
final class Holidays {
  private static final int MOST = 100_000;

  private Holidays() {}

  /**
   * The days in their order, as ISO 8601 writes them, each once.
   *
   * @throws SluiceException if the table cannot be used
   */
  static List<String> read(SparkSession spark, HolidaySpec spec) {
    try {
      return read(new Source(spark, spec.source()), spec.column());
    } catch (SluiceException e) { // a source calls itself the table's
      throw new SluiceException(e.getMessage().replace("data.source", "data.holidays"), e);
    }
  }

  private static List<String> read(Source source, String name) {
    source.listing();
    StructType schema = source.load().schema();
    Schema.checkPlain("data.holidays.column", name, schema, source.headerHint());
    Column raw = Table.raw(name);
    boolean text = schema.apply(name).dataType() instanceof StringType;
    Column day = text ? trim(raw).try_cast(DataTypes.DateType) : raw.cast(DataTypes.DateType);
    List<Row> rows =
        source
            .load()
            .where(raw.isNotNull())
            .select(day.cast("string"), raw.cast("string"))
            .distinct()
            .limit(MOST + 1)
            .collectAsList();
    Require.that(
        rows.size() <= MOST,
        "data.holidays.column %s has more than %d values; expected a small table of days",
        name,
        MOST);
    return days(rows, name);
  }

  private static List<String> days(List<Row> rows, String name) {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (Row row : rows) {
      Require.that(
          !row.isNullAt(0),
          "data.holidays.column %s must hold days in ISO 8601, such as 2024-12-25, got %s",
          name,
          row.get(1));
      days.add(LocalDate.parse(row.getString(0)));
    }
    return days.stream().map(LocalDate::toString).toList();
  }
}
