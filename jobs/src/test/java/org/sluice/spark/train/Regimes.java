package org.sluice.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.LabelSpec;
import org.sluice.spark.prepare.LabelSpec.Per;
import org.sluice.spark.prepare.MissingSpec;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.SeriesSplit;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.SplitSpec;
import org.sluice.spark.prepare.TimeSpec;

/**
 * A small made-up table of machines that idle, turn slowly or fast. A single reading does not tell
 * which: one has to look at those before it.
 */
final class Regimes {
  private static final String[] NAMES = {"idle", "slow", "fast"};
  private static final double[] TURN = {0, 0.6, 1.5}; // radians from one reading to the next

  private Regimes() {}

  /** Six machines that change what they do: 600 readings each, some without a label. */
  static PreparedDataSet ofSteps(SparkSession spark, Path folder) {
    return prepare(spark, folder, Per.STEP, 6, 600, 40);
  }

  /** 120 runs of a machine of 10 to 40 readings, each of one kind. */
  static PreparedDataSet ofSeries(SparkSession spark, Path folder) {
    return prepare(spark, folder, Per.SEQUENCE, 120, 40, 40);
  }

  private static PreparedDataSet prepare(
      SparkSession spark, Path folder, Per per, int series, int rows, int stay) {
    StringBuilder csv = new StringBuilder("machine,time,position,state\n");
    for (int s = 0; s < series; s++) {
      int own = per == Per.STEP ? rows : 10 + s % (rows - 9);
      append(s, own, stay, per == Per.STEP, csv);
    }
    try {
      Files.createDirectories(folder);
      Path table = Files.writeString(folder.resolve("table.csv"), csv);
      return Prepare.run(spark, spec(table, per), folder.resolve("prepared").toString(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(int series, int rows, int stay, boolean gaps, StringBuilder csv) {
    Draws draws = Draws.of(11, Purpose.SAMPLE).at(series);
    double angle = 0;
    for (int row = 0; row < rows; row++) {
      int kind = (int) (3 * draws.at(row / stay).uniform(0));
      angle += TURN[kind];
      csv.append(
          String.format(
              Locale.ROOT,
              "m%03d,%s,%.4f,%s%n",
              series,
              LocalDateTime.ofEpochSecond(60L * row, 0, ZoneOffset.UTC),
              StrictMath.sin(angle) + 0.1 * draws.at(-1).uniform(row),
              gaps && row % 50 == 7 ? "" : NAMES[kind]));
    }
  }

  private static DataSpec spec(Path table, Per per) {
    return new DataSpec(
        new SourceSpec("csv", table.toString(), Map.of("header", "true")),
        Optional.empty(),
        List.of("machine"),
        new TimeSpec("time", Optional.empty(), "UTC", Duration.ofMinutes(1)),
        List.of("position"),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.of(
            new LabelSpec(
                "state", Optional.of(per), Optional.empty(), Optional.empty(), Optional.empty())),
        per == Per.STEP ? SplitSpec.fractions(0.7, 0.15, 0.15) : byKey(),
        ScaleSpec.STANDARD,
        MissingSpec.LAST,
        new BadRowsSpec(0.01),
        false);
  }

  private static SplitSpec byKey() {
    return new SplitSpec(
        Optional.of(0.7),
        Optional.of(0.15),
        Optional.of(0.15),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new SeriesSplit(SeriesSplit.By.KEY, List.of(), 1, Optional.empty()));
  }
}
