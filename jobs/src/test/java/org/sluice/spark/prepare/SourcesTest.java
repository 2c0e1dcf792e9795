package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

/** One table, wherever it lies and whatever its form. */
final class SourcesTest {
  private static final List<String> ROWS =
      List.of(
          "a,2024-01-01 00:00,1,10",
          "a,2024-01-01 00:15,,20",
          "a,2024-01-01 00:30,3,30",
          "b,2024-01-01 00:30,5,50",
          "a,2024-01-01 00:45,4,40");

  @TempDir Path folder;

  private PreparedDataSet prepare(Specs specs, String name) {
    return Prepare.run(SparkTest.spark(), specs.spec(), folder.resolve(name).toString(), false);
  }

  private List<String> cells(Specs specs, String name) {
    return Cells.of(prepare(specs, name));
  }

  private Specs csv() {
    return Specs.pumps(Specs.csv(folder, ROWS));
  }

  private Dataset<Row> table() {
    return SparkTest.spark().read().option("header", "true").csv(csv().path());
  }

  private static SourceSpec table(String name) {
    return new SourceSpec("csv", Optional.empty(), Optional.of(name), Optional.empty(), Map.of());
  }

  private static SourceSpec query(String sql) {
    return new SourceSpec("csv", Optional.empty(), Optional.empty(), Optional.of(sql), Map.of());
  }

  @Test
  void everyFormatGivesTheSameCells() {
    List<String> expected = cells(csv(), "of-csv");
    assertThat(expected).hasSize(5);
    for (String format : List.of("parquet", "orc", "json", "avro")) {
      String path = folder.resolve("table." + format).toString();
      table().write().format(format).save(path);

      assertThat(cells(csv().withSource(new SourceSpec(format, path, Map.of())), format))
          .isEqualTo(expected);
    }
  }

  @Test
  void aTableOfTheCatalogAndAQueryServe() {
    SparkSession spark = SparkTest.spark();
    spark.sql("drop table if exists pumps_of_sources_test");
    table().write().format("parquet").saveAsTable("pumps_of_sources_test");
    try {
      List<String> expected = cells(csv(), "of-csv");

      assertThat(cells(csv().withSource(table("pumps_of_sources_test")), "catalog"))
          .isEqualTo(expected);
      assertThat(
              cells(
                  csv()
                      .withSource(
                          query(
                              "select pump, time, load, cast(heat as int) + 1 as heat"
                                  + " from pumps_of_sources_test where pump = 'a'")),
                  "query"))
          .hasSize(4)
          .last()
          .isEqualTo("test 0 3: 4.0 41.0");
    } finally {
      spark.sql("drop table pumps_of_sources_test");
    }
  }

  @Test
  void whatTheCatalogLacksAndWhatIsNoSqlAreRefused() {
    assertThatThrownBy(() -> prepare(csv().withSource(table("nowhere.at_all")), "none"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.source.table nowhere.at_all cannot be read: ");
    assertThatThrownBy(() -> prepare(csv().withSource(query("selekt 1")), "none"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.source.query cannot be read: ");
  }

  @Test
  void aSourceIsInOnePlace() {
    Optional<String> none = Optional.empty();
    assertThatThrownBy(() -> new SourceSpec("csv", none, none, none, Map.of()))
        .hasMessage("data.source must say one of path, table and query, got none");
    assertThatThrownBy(
            () -> new SourceSpec("csv", Optional.of("x"), Optional.of("y"), none, Map.of()))
        .hasMessage("data.source must say one of path, table and query, got more");
    assertThatThrownBy(
            () -> new SourceSpec("csv", none, Optional.of("y"), none, Map.of("header", "true")))
        .hasMessageStartingWith("data.source.options are for the reader of data.source.path");
  }

  @Test
  void avroGivesTheBytesOfParquet() throws IOException {
    Map<String, String> parquet = written("parquet");

    assertThat(parquet).hasSizeGreaterThan(4).containsKey("dataset.json");
    assertThat(written("avro")).isEqualTo(parquet);
  }

  /**
   * What a table of {@code format} becomes: the bytes of each file, without what tells runs apart.
   */
  private Map<String, String> written(String format) throws IOException {
    String path = folder.resolve("typed." + format).toString();
    table()
        .selectExpr("pump", "time", "cast(load as double) load", "cast(heat as int) heat")
        .write()
        .format(format)
        .save(path);
    prepare(csv().withSource(new SourceSpec(format, path, Map.of())), format);
    return contents(folder.resolve(format));
  }

  private static Map<String, String> contents(Path prepared) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(prepared)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String place = prepared.relativize(file).toString();
        if (!place.endsWith(".crc")) {
          String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
          contents.put(
              place.replaceAll("(part-\\d+)-[-0-9a-f]+", "$1"),
              bytes.replaceAll("\"fingerprint\" : \".*\"", ""));
        }
      }
    }
    return contents;
  }

  @Test
  void avroSaysWhichModuleItNeeds() {
    Thread here = Thread.currentThread();
    ClassLoader all = here.getContextClassLoader();
    here.setContextClassLoader(new WithoutAvro(all));
    try {
      assertThatThrownBy(
              () ->
                  prepare(csv().withSource(new SourceSpec("avro", csv().path(), Map.of())), "avro"))
          .isInstanceOf(SluiceException.class)
          .hasMessageStartingWith("data.source.format = avro needs Spark's own Avro module")
          .hasMessageEndingWith(
              "--packages org.apache.spark:spark-avro_2.13:" + SparkTest.spark().version());
    } finally {
      here.setContextClassLoader(all);
    }
  }

  /** What Spark looks for its readers in, where its module for Avro is not on the class path. */
  private static final class WithoutAvro extends ClassLoader {
    WithoutAvro(ClassLoader all) {
      super(all);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return Collections.enumeration(
          Collections.list(super.getResources(name)).stream()
              .filter(resource -> !resource.getPath().contains("spark-avro"))
              .toList());
    }
  }

  @Test
  void filesOfAllFoldersAreListedButHiddenOnes() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("table/year=2024/month=1"));
    for (Path file :
        List.of(
            folder.resolve("table/top.csv"),
            deep.resolve("deep.csv"),
            deep.resolve("_SUCCESS"),
            deep.resolve(".deep.csv.crc"))) {
      Files.writeString(file, "abc");
    }
    SourceSpec spec = new SourceSpec("csv", folder.resolve("table").toString(), Map.of());

    assertThat(new Source(SparkTest.spark(), spec).listing())
        .satisfiesExactly(
            first ->
                assertThat(first).startsWith("file:" + folder.resolve("table/top.csv") + " 3 "),
            second -> assertThat(second).startsWith("file:" + deep.resolve("deep.csv") + " 3 "));
  }

  private Specs longForm(String... lines) {
    Path file = Specs.file(folder.resolve("long.csv"), "pump,time,what,value", List.of(lines));
    SourceSpec source = new SourceSpec("csv", file.toString(), Map.of("header", "true"));
    return Specs.pumps(file).withSource(source).inLongForm("what", "value");
  }

  @Test
  void theLongFormGivesTheCellsOfTheWideOne() {
    Specs specs =
        longForm(
            "a,2024-01-01 00:30,heat,30",
            "a,2024-01-01 00:00,load,1",
            "a,2024-01-01 00:00,heat,10",
            "b,2024-01-01 00:30,load,5",
            "a,2024-01-01 00:00,weight,7",
            "a,2024-01-01 00:45,load,4",
            "a,2024-01-01 00:45,heat,40",
            "a,2024-01-01 00:15,load,",
            "a,2024-01-01 00:15,heat,20",
            "a,2024-01-01 00:30,load,3",
            "b,2024-01-01 00:30,heat,50");

    PreparedDataSet data = prepare(specs, "long");

    assertThat(Cells.of(data)).isEqualTo(cells(csv(), "wide"));
    assertThat(data.info().rows()).isEqualTo(10);
    assertThat(data.info().dropped()).isEmpty();
  }

  @Test
  void duplicatesOfTheLongFormAreOfOneSensor() {
    PreparedDataSet data =
        prepare(
            longForm(
                    "a,2024-01-01 00:00,load,2",
                    "a,2024-01-01 00:00,load,1",
                    "a,2024-01-01 00:00,heat,9",
                    "a,2024-01-01 00:15,heat,9",
                    "a,2024-01-01 00:30,heat,9",
                    "a,2024-01-01 00:45,,9",
                    "a,2024-01-01 00:45,heat,much",
                    "a,2024-01-01 00:45,heat,9")
                .toleratingBadRows(),
            "long");

    assertThat(Cells.of(data).get(0)).isEqualTo("train 0 0: 1.0 9.0");
    assertThat(data.info().dropped())
        .isEqualTo(Map.of("duplicate-time", 1L, "null-sensor", 1L, "no-number", 1L));
  }

  @Test
  void columnsOfTheLongFormMustBeThereAndHaveOneRole() {
    Specs specs = longForm("a,2024-01-01 00:00,load,2");

    assertThatThrownBy(() -> prepare(specs.inLongForm("sensor", "value"), "none"))
        .hasMessageStartingWith(
            "data.longForm.sensor names the column sensor, which the table lacks");
    assertThatThrownBy(() -> specs.inLongForm("what", "time").spec())
        .hasMessage(
            "data.longForm names the column time, which is also data.time.column; a column has one"
                + " role");
  }
}
