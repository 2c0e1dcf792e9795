package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** Times of the table and of settings, as epoch milliseconds, read in the job file's zone. */
final class Times {
  private final SparkSession spark; // its session zone is the job file's
  private final TimeSpec spec;

  Times(SparkSession spark, TimeSpec spec) {
    this.spark = spark;
    this.spec = spec;
  }

  /** Epoch milliseconds of a column of {@code type}; null where its text is not a time. */
  Column millis(Column raw, DataType type) {
    if (type instanceof StringType) {
      Column text = trim(raw);
      return unix_millis(
          spec.format().map(format -> try_to_timestamp(text, lit(format))).orElse(iso(text)));
    }
    Require.that(
        type instanceof TimestampType
            || type instanceof TimestampNTZType
            || type instanceof DateType,
        "data.time.column %s has type %s, expected a timestamp, a date or text",
        spec.column(),
        type.simpleString());
    return unix_millis(raw.cast(DataTypes.TimestampType));
  }

  // Spark's cast reads a bare time of day as today's: only what begins with a year is taken
  private static Column iso(Column text) {
    return when(text.rlike("^[+-]?\\d{4}"), text.try_cast(DataTypes.TimestampType));
  }

  /** Epoch milliseconds of a date in a setting: in the time column's format, or ISO 8601. */
  long parse(String setting, String date) {
    Column text = trim(col("date"));
    Column time =
        spec.format()
            .map(format -> coalesce(try_to_timestamp(text, lit(format)), iso(text)))
            .orElse(iso(text));
    Row row = evaluate(unix_millis(time), date);
    Require.that(
        !row.isNullAt(0),
        "%s must be a date%s in ISO 8601, such as 2024-07-01, got %s",
        setting,
        spec.format().map(format -> " of the format " + format + " or").orElse(""),
        date);
    return row.getLong(0);
  }

  /** Refuses a format that is not one of Spark's datetime patterns. */
  void checkFormat() {
    spec.format()
        .ifPresent(
            format -> {
              try {
                evaluate(try_to_timestamp(trim(col("date")), lit(format)), "2024-07-01");
              } catch (RuntimeException e) {
                throw new SluiceException(
                    "data.time.format must be one of Spark's datetime patterns, such as yyyy-MM-dd HH:mm, got "
                        + format,
                    e);
              }
            });
  }

  // over a row of the driver's own: Spark folds it without a job
  private Row evaluate(Column column, String date) {
    return spark
        .createDataFrame(
            List.of(RowFactory.create(date)), new StructType().add("date", DataTypes.StringType))
        .select(column)
        .first();
  }

  /** Local time in {@code zone}, without the zone's name. */
  static String show(long millis, String zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of(zone))
        .toString()
        .replace('T', ' ');
  }

  /** As a job file writes it: a whole number of the largest unit that fits. */
  static String show(Duration step) {
    long millis = step.toMillis();
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
