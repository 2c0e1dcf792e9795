package org.sluice.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Draws;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.MissingSpec;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.SplitSpec;
import org.sluice.spark.prepare.TimeSpec;

/** A small made-up table for trainings: three machines with a daily rhythm, some readings lost. */
final class Fleet {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final long START =
      LocalDateTime.of(2024, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final int HOURS = 400;

  private Fleet() {}

  static PreparedDataSet prepare(SparkSession spark, Path folder) {
    return prepare(spark, folder, 0);
  }

  /**
   * @param lastTemperature of every machine, in the test span, in place of its own; 0 keeps that
   */
  static PreparedDataSet prepare(SparkSession spark, Path folder, double lastTemperature) {
    Path table = folder.resolve("table.csv");
    try {
      Files.createDirectories(folder);
      Files.writeString(table, csv(lastTemperature));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Prepare.run(spark, spec(table), folder.resolve("prepared").toString(), false);
  }

  private static DataSpec spec(Path table) {
    return new DataSpec(
        new SourceSpec("csv", table.toString(), Map.of("header", "true")),
        Optional.empty(),
        List.of("machine"),
        new TimeSpec("time", Optional.of("yyyy-MM-dd HH:mm"), "UTC", Duration.ofHours(1)),
        List.of("load", "temperature"),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of("temperature"),
        Optional.empty(),
        SplitSpec.fractions(0.7, 0.15, 0.15),
        ScaleSpec.STANDARD,
        MissingSpec.LAST,
        new BadRowsSpec(0.01),
        false);
  }

  private static String csv(double lastTemperature) {
    StringBuilder csv = new StringBuilder("machine,time,load,temperature\n");
    for (int machine = 0; machine < 3; machine++) {
      Draws draws = Draws.of(7, Draws.Purpose.SAMPLE).at(machine);
      for (int hour = 10 * machine; hour < HOURS; hour++) {
        boolean last = hour == HOURS - 1 && lastTemperature != 0;
        csv.append(row(machine, hour, draws, last ? lastTemperature : Double.NaN));
      }
    }
    return csv.toString();
  }

  private static String row(int machine, int hour, Draws draws, double planted) {
    double day = StrictMath.sin(2 * StrictMath.PI * (hour + 3 * machine) / 24);
    double load = 50 + 20 * day + 4 * draws.uniform(2L * hour);
    double temperature = 20 + machine + 5 * day + draws.uniform(2L * hour + 1);
    if (!Double.isNaN(planted)) {
      temperature = planted;
    }
    String time =
        LocalDateTime.ofEpochSecond(START + 3600L * hour, 0, ZoneOffset.UTC).format(FORMAT);
    boolean lost = hour % 37 == 5;
    return String.format(
        Locale.ROOT,
        "m%d,%s,%.3f,%s%n",
        machine,
        time,
        load,
        lost ? "" : String.format(Locale.ROOT, "%.3f", temperature));
  }
}
