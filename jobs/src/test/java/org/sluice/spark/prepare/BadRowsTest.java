package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

/** What becomes of a table in which some rows are broken. */
final class BadRowsTest {
  @TempDir Path folder;

  private Path table;

  @BeforeEach
  void aFileOfFourGoodRows() throws IOException {
    table = Files.createDirectory(folder.resolve("table"));
    write("1.csv", "pump,time,load,heat\n" + good(0, 4));
  }

  private static String good(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(row -> "a," + Specs.time(row) + ",1,10\n")
        .collect(Collectors.joining());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(table.resolve(name), text);
  }

  private Specs specs() {
    return Specs.pumps(table);
  }

  private PreparedDataSet prepare(Specs specs) {
    return Prepare.run(
        SparkTest.spark(), specs.spec(), folder.resolve("prepared").toString(), false);
  }

  private Map<String, Long> dropped(String... lines) throws IOException {
    write("2.csv", "pump,time,load,heat\n" + String.join("\n", lines) + "\n");
    return prepare(specs().toleratingBadRows()).info().dropped();
  }

  @Test
  void moreThanTheShareStopTheJobWithTheFirstOfEachKind() throws IOException {
    write(
        "2.csv",
        """
        pump,time,load,heat
        b,2024-01-01 00:15,broken,10
        a,2024-01-01 00:30,n/a,10
        a,yesterday,1,10
        a,2024-01-01 00:45,1
        """);
    String file = "file:" + table.resolve("2.csv");

    assertThatThrownBy(() -> prepare(specs()))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.source.path %s has 4 broken rows of 8, more than data.badRows.share = 0.01:"
                + " corrupt 1 (the first in %s: a,2024-01-01 00:45,1);"
                + " no-number 2 (the first in %s: pump = a, time = 2024-01-01 00:30, load = n/a);"
                + " unreadable-time 1 (the first in %s: pump = a, time = yesterday);"
                + " mend the table, name a text that stands for a missing value in"
                + " data.source.options.nullValue, or raise the share",
            table, file, file, file);
    assertThat(folder.resolve("prepared/dataset.json")).doesNotExist();
  }

  @Test
  void asManyAsTheShareAreLeftOutAndCounted() throws IOException {
    write("2.csv", "pump,time,load,heat\n" + good(4, 99) + "a,soon,1,10\n");

    PreparedDataSet data = prepare(specs());

    assertThat(data.info().rows()).isEqualTo(99);
    assertThat(data.info().dropped()).isEqualTo(Map.of("unreadable-time", 1L));
  }

  @Test
  void oneMoreThanTheShareIsTooMany() throws IOException {
    write("2.csv", "pump,time,load,heat\n" + good(4, 98) + "a,soon,1,10\na,later,1,10\n");

    assertThatThrownBy(() -> prepare(specs())).hasMessageContaining("has 2 broken rows of 100");
  }

  @Test
  void rowsWithMoreOrFewerCellsThanColumnsAreCorrupt() throws IOException {
    assertThat(dropped("a,2024-01-01 01:00,1", "a,2024-01-01 01:00,1,2,3"))
        .isEqualTo(Map.of("corrupt", 2L));
  }

  @Test
  void aKeyThatIsNoUtf8IsRefusedWithItsRow() throws IOException {
    byte[] latin =
        "pump,time,load,heat\ncaf\u00e9,2024-01-01 01:00,1,10\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(table.resolve("2.csv"), latin);

    PreparedDataSet data = prepare(specs().toleratingBadRows());

    assertThat(data.info().dropped()).isEqualTo(Map.of("invalid-utf8", 1L));
    assertThat(data.series().count()).isEqualTo(1);
  }

  @Test
  void recordsOfJsonThatCannotBeParsedAreCorrupt() throws IOException {
    Files.delete(table.resolve("1.csv"));
    String record =
        "{\"pump\": \"a\", \"time\": \"2024-01-01 00:%02d\", \"load\": %s, \"heat\": 1}\n";
    write(
        "1.json",
        record.formatted(0, "1")
            + record.formatted(15, "2")
            + record.formatted(30, "\"three\"")
            + record.formatted(30, "3")
            + record.formatted(45, "4")
            + "{\"pump\": \"a\", \"time\"\n");
    Specs json = specs().withSource(new SourceSpec("json", table.toString(), Map.of()));

    PreparedDataSet data = prepare(json.toleratingBadRows());

    assertThat(data.info().rows()).isEqualTo(4);
    assertThat(data.info().dropped()).isEqualTo(Map.of("corrupt", 1L, "no-number", 1L));
  }

  @Test
  void emptyFilesAreCounted() throws IOException {
    write("3.csv", "");

    assertThat(prepare(specs()).info().dropped()).isEqualTo(Map.of("empty-file", 1L));
  }

  @Test
  void whatIsWrittenAsideSaysWhereItLay() throws IOException {
    write("2.csv", "pump,time,load,heat\na,2024-01-01 01:00,1\na,2024-01-01 01:00,x,1\n");

    prepare(specs().toleratingBadRows().keepingDropped());

    List<Row> aside =
        SparkTest.spark()
            .read()
            .parquet(folder.resolve("prepared/dropped").toString())
            .orderBy("reason")
            .collectAsList();
    assertThat(aside)
        .extracting(row -> row.getString(2) + " | " + row.getString(4))
        .containsExactly(
            "corrupt | a,2024-01-01 01:00,1",
            "no-number | pump = a, time = 2024-01-01 01:00, load = x");
    assertThat(aside).allMatch(row -> row.getString(3).endsWith("table/2.csv"));
  }

  @Test
  void aShareThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new BadRowsSpec(1.5))
        .hasMessage("data.badRows.share must be between 0.0 and 1.0, got 1.5");
  }
}
