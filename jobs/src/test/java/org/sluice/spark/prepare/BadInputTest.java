package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

/** What a table or a setting that does not serve is told, word for word. */
final class BadInputTest {
  @TempDir Path folder;

  private Specs pumps;

  @BeforeEach
  void fourGoodRows() {
    pumps =
        table(
            "a,2024-01-01 00:00,1,10",
            "a,2024-01-01 00:15,2,20",
            "a,2024-01-01 00:30,3,30",
            "a,2024-01-01 00:45,4,40");
  }

  private Specs table(String... lines) {
    return Specs.pumps(Specs.csv(folder, List.of(lines)));
  }

  private void refused(Specs specs, String message, Object... values) {
    assertThatThrownBy(() -> run(specs))
        .isInstanceOf(SluiceException.class)
        .hasMessage(message, values);
    assertThat(folder.resolve("prepared/dataset.json")).doesNotExist();
  }

  private PreparedDataSet run(Specs specs) {
    return Prepare.run(
        SparkTest.spark(), specs.spec(), folder.resolve("prepared").toString(), false);
  }

  private SourceSpec source(String format, Path path) {
    return new SourceSpec(format, path.toString(), Map.of("header", "true"));
  }

  @Test
  void aMissingColumnIsNamedWithItsNearestNeighbour() {
    refused(
        pumps.withFeatures("laod"),
        "data.features names the column laod, which the table lacks; did you mean load? (its columns: pump, time, load, heat)");
    refused(
        pumps.withTargets("Heat"),
        "data.targets names the column Heat, which the table lacks; did you mean heat? (its columns: pump, time, load, heat)");
    refused(
        pumps.withKey("station"),
        "data.key names the column station, which the table lacks (its columns: pump, time, load, heat)");
    refused(
        pumps.withTime(new TimeSpec("times", Optional.empty(), "UTC", Duration.ofMinutes(15))),
        "data.time.column names the column times, which the table lacks; did you mean time? (its columns: pump, time, load, heat)");
  }

  @Test
  void aCsvReadWithoutItsHeaderIsFoundOut() {
    refused(
        pumps.withSource(new SourceSpec("csv", pumps.path(), Map.of())),
        "data.key names the column pump, which the table lacks (its columns: _c0, _c1, _c2, _c3); set data.source.options.header = true if the first line names them");
  }

  @Test
  void aTextNamedAsMissingIsMissing() {
    Specs specs =
        table(
            "a,2024-01-01 00:00,n/a,10",
            "a,2024-01-01 00:15,2,20",
            "a,2024-01-01 00:30,3,30",
            "a,2024-01-01 00:45,4,40");
    SourceSpec source =
        new SourceSpec("csv", specs.path(), Map.of("header", "true", "nullValue", "n/a"));

    assertThat(run(specs.withSource(source)).table().statistics().get(0).observed()).isEqualTo(1);
  }

  @Test
  void aColumnThatIsNoNumberByItsTypeIsRefused() {
    String parquet = folder.resolve("nested").toString();
    SparkTest.spark()
        .sql("select 'a' pump, timestamp'2024-01-01' time, array(1, 2) load, current_date() heat")
        .write()
        .parquet(parquet);
    Specs nested = pumps.withSource(new SourceSpec("parquet", parquet, Map.of()));

    refused(
        nested, "data.features names the column load, which has type array<int>; expected numbers");
    refused(
        nested.withFeatures("heat"),
        "data.features names the column heat, which has type date; expected numbers");
    refused(
        nested.withKey("load").withFeatures("heat"),
        "data.key names the column load, which has type array<int>; expected text, a number or a date");
  }

  @Test
  void aTimeColumnOfNumbersIsRefused() {
    String parquet = folder.resolve("numbers").toString();
    SparkTest.spark()
        .sql("select 'a' pump, 1704067200L time, 1.0 load, 2.0 heat")
        .write()
        .parquet(parquet);

    refused(
        pumps.withSource(new SourceSpec("parquet", parquet, Map.of())),
        "data.time.column time has type bigint, expected a timestamp, a date or text");
  }

  @Test
  void anUnknownFormatIsRefused() {
    refused(
        pumps.withSource(source("cvs", Path.of(pumps.path()))),
        "data.source.format must be one that Spark can read, such as csv, parquet, json or orc, got cvs");
  }

  @Test
  void aPathThatDoesNotExistIsRefused() {
    refused(
        pumps.withSource(source("csv", folder.resolve("nowhere"))),
        "data.source.path %s/nowhere cannot be read as csv: no such file or folder",
        folder);
  }

  @Test
  void aPathOfAnUnknownFileSystemIsRefused() {
    refused(
        pumps.withSource(new SourceSpec("csv", "abyss://deep/table.csv", Map.of())),
        "data.source.path abyss://deep/table.csv cannot be read as csv: No FileSystem for scheme \"abyss\"");
  }

  @Test
  void anEmptyFolderIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    refused(
        pumps.withSource(source("csv", empty)),
        "data.source.path %s has no files; give the path of an existing table",
        empty);
  }

  @Test
  void filesOfAnotherFormatAreRefused() {
    assertThatThrownBy(() -> run(pumps.withSource(source("parquet", Path.of(pumps.path())))))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.source.path " + pumps.path() + " cannot be read as parquet: ")
        .hasMessageContaining("is not a Parquet file");
  }

  @Test
  void filesWhoseHeadersDisagreeAreRefused() throws IOException {
    Path both = Files.createDirectory(folder.resolve("both"));
    Specs.file(both.resolve("1.csv"), "pump,time,load,heat", List.of("a,2024-01-01 00:00,1,10"));
    Specs.file(both.resolve("2.csv"), "pump,time,heat,load", List.of("a,2024-01-01 00:15,20,2"));

    assertThatThrownBy(() -> run(pumps.withSource(source("csv", both))))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.source.path " + both + " cannot be read as csv: ")
        .hasMessageContaining("CSV header does not conform to the schema");
  }

  @Test
  void aTableWithoutRowsIsRefused() {
    refused(table(), "data.source.path %s/table.csv holds a table without rows", folder);
  }

  @Test
  void emptyFilesAloneAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.csv"));

    refused(
        pumps.withSource(source("csv", empty)),
        "data.source.path %s holds nothing but empty files; give the path of an existing table",
        empty);
  }

  @Test
  void aTableWithoutAUsableRowSaysWhatIsWrongWithThem() {
    refused(
        pumps.withSplit(Specs.dates("2023-01-01 00:00", "2023-02-01 00:00", "2023-03-01 00:00")),
        "data.source.path %s/table.csv has no row that can be used (after-until 4); check data.key, data.time and data.split.until",
        folder);
  }

  @Test
  void aTimeFormatThatIsNoPatternIsRefused() {
    refused(
        pumps.withTime(
            new TimeSpec("time", Optional.of("jjjj-MM-dd"), "UTC", Duration.ofMinutes(15))),
        "data.time.format must be one of Spark's datetime patterns, such as yyyy-MM-dd HH:mm, got jjjj-MM-dd");
  }

  @Test
  void aStepThatDoesNotFitIsToldTheOneThatWould() {
    refused(
        pumps.withTime(new TimeSpec("time", pumps.time().format(), "UTC", Duration.ofHours(1))),
        "data.time.step = 1h puts 3 of 4 rows off the grid that begins at 2024-01-01 00:00; the most frequent step of the table is 15m");
  }

  @Test
  void theBestGridIsFoundAmongMoreThanAreHeldInMemory() {
    String[] minutes =
        IntStream.rangeClosed(0, 7 * 24 * 60)
            .mapToObj(minute -> "a," + Times.show(1_704_067_200_000L + 60_000L * minute, "UTC"))
            .map(row -> row + ",1,10")
            .toArray(String[]::new);
    refused(
        table(minutes)
            .withTime(new TimeSpec("time", pumps.time().format(), "UTC", Duration.ofDays(7))),
        "data.time.step = 7d puts 10079 of 10081 rows off the grid that begins at 2024-01-01 00:00; the most frequent step of the table is 1m");
  }

  @Test
  void aDateThatIsNoneIsRefused() {
    refused(
        pumps.withSplit(Specs.dates("next week", "2024-01-01 00:45", null)),
        "data.split.validationFrom must be a date of the format yyyy-MM-dd HH:mm or in ISO 8601, such as 2024-07-01, got next week");
    refused(
        pumps
            .withTime(new TimeSpec("time", Optional.empty(), "UTC", Duration.ofMinutes(15)))
            .withSplit(Specs.dates("2024-01-01", "2024-01-02", "2024-13-01")),
        "data.split.until must be a date in ISO 8601, such as 2024-07-01, got 2024-13-01");
  }

  @Test
  void datesOutOfOrderAreRefused() {
    refused(
        pumps.withSplit(Specs.dates("2024-01-01 00:45", "2024-01-01 00:30", null)),
        "data.split.testFrom must be later than data.split.validationFrom (2024-01-01 00:45), got 2024-01-01 00:30");
    refused(
        pumps.withSplit(Specs.dates("2024-01-01 00:15", "2024-01-01 00:30", "2024-01-01 00:30")),
        "data.split.until must be later than data.split.testFrom (2024-01-01 00:30), got 2024-01-01 00:30");
  }

  @Test
  void aFractionTooSmallForARowIsRefused() {
    refused(
        pumps.withSplit(SplitSpec.fractions(0.7, 0.01, 0.29)),
        "data.split.validation = 0.01 leaves the validation span without rows; choose other borders");
    refused(
        pumps.withSplit(SplitSpec.fractions(0.5, 0.5, 0)),
        "data.split.test = 0.0 leaves the test span without rows; choose other borders");
  }

  @Test
  void datesBesideTheTableAreRefused() {
    refused(
        pumps.withSplit(Specs.dates("2023-12-31 00:00", "2024-01-01 00:30", null)),
        "data.split.validationFrom = 2023-12-31 00:00 leaves the train span without rows; choose other borders");
    refused(
        pumps.withSplit(Specs.dates("2024-01-01 00:30", "2024-01-02 00:00", null)),
        "data.split.testFrom = 2024-01-02 00:00 leaves the test span without rows; choose other borders");
  }

  @Test
  void aSpanInsideAGapIsRefused() {
    refused(
        table("a,2024-01-01 00:00,1,10", "a,2024-01-01 00:15,2,20", "a,2024-01-01 01:45,8,80"),
        "data.split.validation = 0.25 leaves the validation span without rows; choose other borders");
  }

  @Test
  void aColumnWithoutATrainingValueIsRefused() {
    refused(
        table(
            "a,2024-01-01 00:00,,10",
            "a,2024-01-01 00:15,,20",
            "a,2024-01-01 00:30,3,30",
            "a,2024-01-01 00:45,4,40"),
        "data.features names the column load, which has no value in the training span; leave it out or change data.split");
  }
}
