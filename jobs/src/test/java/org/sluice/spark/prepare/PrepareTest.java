package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;

final class PrepareTest {
  @TempDir Path folder;

  private PreparedDataSet prepare(Specs specs) {
    return prepare(specs, "prepared");
  }

  private PreparedDataSet prepare(Specs specs, String name) {
    return Prepare.run(SparkTest.spark(), specs.spec(), folder.resolve(name).toString(), false);
  }

  private Specs pumps(String... lines) {
    return Specs.pumps(Specs.csv(folder, List.of(lines)));
  }

  /** One pump's rows from the first of January on, load as given, heat ten times that. */
  private Specs pump(double... loads) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < loads.length; row++) {
      lines.add("a," + Specs.time(row) + "," + loads[row] + "," + 10 * loads[row]);
    }
    return pumps(lines.toArray(String[]::new));
  }

  @Test
  void aTableBecomesChunksOnAGridCutAtTheSplits() {
    PreparedDataSet data =
        prepare(
            pumps(
                "b,2024-01-01 00:45,4,40",
                "b,2024-01-01 00:00,1,10",
                "a,2024-01-01 00:30,7,70",
                "a,2024-01-01 00:15,,60",
                "a,2024-01-01 01:00,NaN,80",
                "b,2024-01-01 01:45,8,Infinity"));

    assertThat(Cells.of(data))
        .containsExactly(
            "train 0 1: - 60.0",
            "train 0 2: 7.0 70.0",
            "train 0 3: - -",
            "validation 0 4: - 80.0",
            "train 1 0: 1.0 10.0",
            "train 1 1: - -",
            "train 1 2: - -",
            "train 1 3: 4.0 40.0",
            "test 1 6: - -",
            "test 1 7: 8.0 -");
    assertThat(Cells.series(data)).containsExactly("0 [a] 1..4", "1 [b] 0..7");
    assertThat(data.info().spans()).isEqualTo(new DataSetInfo.Spans(0, 4, 6, 8));
    assertThat(data.table().millis(4)).isEqualTo(1_704_067_200_000L + 3_600_000);
    assertThat(data.info().rows()).isEqualTo(6);
    assertThat(data.info().dropped()).isEmpty();
  }

  @Test
  void statisticsAreTheTrainingSpansAlone() {
    PreparedDataSet data = prepare(pump(2, 4, 4, 4, 5, 5, 7, 9, 100, 200, 300, 400, 1, 1, 1, 1));

    assertThat(data.table().statistics())
        .containsExactly(
            new TableInfo.ColumnStatistics("load", 8, 0, 5, 2, 2, 9),
            new TableInfo.ColumnStatistics("heat", 8, 0, 50, 20, 20, 90));
  }

  @Test
  void anAbsurdValueInTheTestSpanChangesNothingInTraining() {
    PreparedDataSet sane = prepare(pump(1, 2, 3, 4, 5, 6, 7, 8), "sane");
    PreparedDataSet absurd = prepare(pump(1, 2, 3, 4, 5, 6, 7, 1e30), "absurd");

    assertThat(absurd.table().statistics()).isEqualTo(sane.table().statistics());
    assertThat(Cells.of(absurd).subList(0, 7)).isEqualTo(Cells.of(sane).subList(0, 7));
  }

  @Test
  void statisticsAgreeWithSparks() {
    Specs specs = pump(0.1, 0.7, 2.3, 1e-3, 12.75, 3.3, 8.1, 9.2, 1, 2, 3, 4, 5, 6, 7, 8);
    Row spark =
        SparkTest.spark()
            .read()
            .option("header", "true")
            .csv(specs.path())
            .orderBy("time")
            .limit(8)
            .selectExpr("avg(cast(load as float))", "stddev_pop(cast(load as float))")
            .first();

    TableInfo.ColumnStatistics ours = prepare(specs).table().statistics().get(0);

    assertThat(ours.mean()).isCloseTo(spark.getDouble(0), within(1e-12));
    assertThat(ours.std()).isCloseTo(spark.getDouble(1), within(1e-12));
  }

  @Test
  void missingCountsGridRowsInsideASeriesThatTheTableLacks() {
    PreparedDataSet data =
        prepare(
            pumps(
                "a,2024-01-01 00:00,1,10",
                "a,2024-01-01 00:45,,40",
                "b,2024-01-01 00:30,3,30",
                "a,2024-01-01 01:00,5,50",
                "a,2024-01-01 01:45,8,80"));

    // training: 4 grid rows of a, one of b
    assertThat(data.table().statistics())
        .extracting(column -> column.observed() + " of " + (column.observed() + column.missing()))
        .containsExactly("2 of 5", "3 of 5");
  }

  @Test
  void ofDuplicatesTheFirstByValuesIsKept() {
    PreparedDataSet data =
        prepare(
            pumps(
                "a,2024-01-01 00:00,,5",
                "a,2024-01-01 00:00,2,20",
                "a,2024-01-01 00:00,1,99",
                "a,2024-01-01 00:15,2,20",
                "a,2024-01-01 00:30,3,30",
                "a,2024-01-01 00:45,4,40",
                "a,2024-01-01 00:45,4,40"));

    assertThat(Cells.of(data))
        .containsExactly(
            "train 0 0: 1.0 99.0",
            "train 0 1: 2.0 20.0",
            "validation 0 2: 3.0 30.0",
            "test 0 3: 4.0 40.0");
    assertThat(data.info().dropped()).isEqualTo(Map.of("duplicate-time", 3L));
    assertThat(data.info().rows()).isEqualTo(4);
  }

  @Test
  void rowsThatCannotBeUsedAreCountedByReasonAndWrittenAside() {
    PreparedDataSet data =
        prepare(
            pumps(
                    "a,2024-01-01 00:00,1,10",
                    ",2024-01-01 00:00,1,10",
                    "a,,1,10",
                    "a,yesterday,1,10",
                    "a,2024-01-01 00:15,2,20",
                    "a,2024-01-01 00:15,3,20",
                    "a,2024-01-01 00:17,3,20",
                    "a,2024-01-01 00:30,3,30",
                    "a,2024-01-01 00:45,4,40",
                    "a,2024-01-01 01:00,5,no number after the end")
                .withSplit(Specs.dates("2024-01-01 00:30", "2024-01-01 00:45", "2024-01-01 01:00"))
                .toleratingBadRows()
                .keepingDropped());

    assertThat(data.info().dropped())
        .containsExactly(
            Map.entry("null-key", 1L),
            Map.entry("null-time", 1L),
            Map.entry("unreadable-time", 1L),
            Map.entry("after-until", 1L),
            Map.entry("off-grid", 1L),
            Map.entry("duplicate-time", 1L));
    assertThat(data.info().rows()).isEqualTo(4);
    List<String> aside =
        SparkTest.spark()
            .read()
            .parquet(folder.resolve("prepared/dropped").toString())
            .collectAsList()
            .stream()
            .map(row -> row.getList(0) + " " + row.get(1) + " " + row.get(2))
            .toList();
    assertThat(aside)
        .containsExactlyInAnyOrder(
            "[null] 2024-01-01 00:00 null-key",
            "[a] null null-time",
            "[a] yesterday unreadable-time",
            "[a] 2024-01-01 01:00 after-until",
            "[a] 2024-01-01 00:17 off-grid",
            "[a] 2024-01-01 00:15 duplicate-time");
  }

  @Test
  void nothingIsWrittenAsideUnasked() {
    PreparedDataSet data =
        prepare(
            pumps(
                    "a,,1,1",
                    "a,2024-01-01 00:00,1,1",
                    "a,2024-01-01 00:15,1,1",
                    "a,2024-01-01 00:30,1,1",
                    "a,2024-01-01 00:45,1,1")
                .toleratingBadRows());

    assertThat(data.info().dropped()).isEqualTo(Map.of("null-time", 1L));
    assertThat(folder.resolve("prepared/dropped")).doesNotExist();
  }

  @Test
  void datesCutWhereTheyStandAndUntilIsLeftOut() {
    // between grid times a date takes effect at the next row
    PreparedDataSet data =
        prepare(
            pump(1, 2, 3, 4, 5, 6, 7, 8)
                .withSplit(
                    Specs.dates("2024-01-01 00:35", "2024-01-01T01:00", "2024-01-01 01:30")));

    assertThat(data.info().spans()).isEqualTo(new DataSetInfo.Spans(0, 3, 4, 6));
    assertThat(data.info().dropped()).isEqualTo(Map.of("after-until", 2L));
    assertThat(Cells.of(data)).hasSize(6).last().isEqualTo("test 0 5: 6.0 60.0");
  }

  @Test
  void theGridStandsWhereMostRowsDoNotWhereTheFirstDoes() {
    PreparedDataSet data =
        prepare(
            pumps(
                "a,2024-01-01 00:07,9,90",
                "a,2024-01-01 00:15,1,10",
                "a,2024-01-01 00:30,2,20",
                "a,2024-01-01 00:45,3,30",
                "a,2024-01-01 01:00,4,40"));

    assertThat(data.table().originMillis()).isEqualTo(1_704_067_200_000L + 900_000);
    assertThat(data.info().dropped()).isEqualTo(Map.of("off-grid", 1L));
    assertThat(Cells.series(data)).containsExactly("0 [a] 0..3");
  }

  @Test
  void severalKeyColumnsSortPartByPartInCodePoints() {
    Path csv =
        Specs.file(
            folder.resolve("sites.csv"),
            "site,pump,time,load,heat",
            List.of(
                "b,1,2024-01-01 00:00,1,1",
                "a,\uD83D\uDE00,2024-01-01 00:15,1,1",
                "a,\uFF5E,2024-01-01 00:30,1,1",
                "a,10,2024-01-01 00:45,1,1",
                "a,9,2024-01-01 00:00,1,1",
                "B,1,2024-01-01 00:00,1,1"));

    // a surrogate pair sorts above U+FF5E, though its first half does not
    assertThat(Cells.series(prepare(Specs.pumps(csv).withKey("site", "pump"))))
        .extracting(line -> line.replaceAll(" \\d+\\.\\.\\d+", ""))
        .containsExactly(
            "0 [B, 1]",
            "1 [a, 10]",
            "2 [a, 9]",
            "3 [a, \uFF5E]",
            "4 [a, \uD83D\uDE00]",
            "5 [b, 1]");
  }

  @Test
  void withoutAKeyTheTableIsOneSeries() {
    PreparedDataSet data = prepare(pump(1, 2, 3, 4).withKey());

    assertThat(Cells.series(data)).containsExactly("0 [] 0..3");
    assertThat(Cells.of(data)).hasSize(4);
    assertThat(data.table().key()).isEmpty();
  }

  @Test
  void timesAreReadInTheirZoneWhateverTheSessions() {
    SparkSession spark = SparkTest.spark();
    spark.conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
    try {
      Specs specs = pump(1, 2, 3, 4);
      TimeSpec berlin =
          new TimeSpec("time", specs.time().format(), "Europe/Berlin", Duration.ofMinutes(15));

      assertThat(prepare(specs, "utc").table().originMillis()).isEqualTo(1_704_067_200_000L);
      assertThat(prepare(specs.withTime(berlin), "berlin").table().originMillis())
          .isEqualTo(1_704_067_200_000L - 3_600_000);
      assertThat(spark.conf().get("spark.sql.session.timeZone")).isEqualTo("Asia/Kolkata");
    } finally {
      spark.conf().unset("spark.sql.session.timeZone");
    }
  }

  @Test
  void timesWithoutAFormatAreIso() {
    TimeSpec iso = new TimeSpec("time", Optional.empty(), "UTC", Duration.ofHours(1));
    PreparedDataSet data =
        prepare(
            pumps(
                    "a,2024-01-01,1,1",
                    "a,2024-01-01T01:00:00Z,2,2",
                    "a,2024-01-01 04:00:00+02:00,3,3",
                    "a,2024-01-01 03:00:00.000,4,4",
                    "a,12:00,4,4")
                .withTime(iso)
                .toleratingBadRows());

    assertThat(Cells.series(data)).containsExactly("0 [a] 0..3");
    assertThat(data.info().dropped()).isEqualTo(Map.of("unreadable-time", 1L));
  }

  @Test
  void theSummarySaysWhatThereIs() {
    PreparedDataSet data = prepare(pump(2, 4, 4, 4, 5, 5, 7, 9, 1, 1, 1, 1, 1, 1, 1, 1));

    assertThat(Summary.of(data).lines())
        .containsExactly(
            "16 rows in 1 series, a row every 15m",
            "  train       2024-01-01 00:00 to 2024-01-01 01:45 (UTC), 8 steps",
            "  validation  2024-01-01 02:00 to 2024-01-01 02:45 (UTC), 4 steps",
            "  test        2024-01-01 03:00 to 2024-01-01 03:45 (UTC), 4 steps",
            "training span:",
            "  column          mean           std           min           max   missing",
            "  load          5.0000        2.0000        2.0000        9.0000    0.00 %",
            "  heat          50.000        20.000        20.000        90.000    0.00 %",
            "no row was dropped");
  }
}
