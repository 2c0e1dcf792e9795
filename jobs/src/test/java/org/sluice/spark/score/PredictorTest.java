package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.ColumnScaler;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.Fill;
import org.sluice.spark.prepare.GridRules;
import org.sluice.spark.prepare.MissingSpec;
import org.sluice.spark.prepare.RowRules;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.SplitSpec;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TimeSpec;
import org.sluice.spark.score.PredictSpec.Format;
import org.sluice.spark.shard.HandMadeData;

class PredictorTest {
  private static final TableInfo INFO = new HandMadeData(20, 30, 40).info();
  private static final MissingSpec LINES =
      new MissingSpec(Fill.LAST, List.of(), List.of(), List.of("load"), 2);
  private static final Instant LAST = Instant.parse("2024-05-01T10:05:00Z");

  /** Pump b reaches to 10:05, pump a to 10:04, c has three rows; off-grid and keyless rows. */
  private static final String TABLE =
      """
      pump,time,load,temperature
      b,2024-05-01 10:00,1,21
      b,2024-05-01 10:05,6,26
      b,2024-05-01 10:01,2,22
      b,2024-05-01 10:02,3,23
      b,2024-05-01 10:04,,25
      a,2024-05-01 10:01,1,11
      a,2024-05-01 10:04,4,14
      a,2024-05-01 10:04,5,15
      c,2024-05-01 10:00,1,1
      c,2024-05-01 10:02,3,3
      b,2024-05-01 10:05:30,9,99
      ,2024-05-01 10:05,9,99
      """;

  @TempDir Path folder;

  @Test
  void forecastsBeginBehindTheLastRowOfEachSeries() throws IOException {
    Predictions made = predict(SmallModels.zero(INFO, true), TABLE, Format.PARQUET);
    assertThat(made.series()).isEqualTo(2);
    List<Row> rows = parquet();
    assertThat(rows).hasSize(2 * SmallModels.HORIZON);
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("pump", "time", "horizon", "target", "value");
    // a centered model of zeros repeats the last value
    assertThat(rows.stream().map(row -> row.getString(0) + " " + row.getDouble(4)))
        .containsExactly("a 14.0", "a 14.0", "a 14.0", "b 26.0", "b 26.0", "b 26.0");
    for (int h = 1; h <= SmallModels.HORIZON; h++) {
      Row row = rows.get(2 + h);
      assertThat(row.getInt(2)).isEqualTo(h);
      assertThat(row.<Timestamp>getAs("time").toInstant())
          .isEqualTo(LAST.plus(Duration.ofMinutes(h)));
      assertThat(row.getString(3)).isEqualTo("temperature");
    }
  }

  @Test
  void whatIsLeftOutIsCountedAndNamed() throws IOException {
    Predictions made = predict(SmallModels.zero(INFO, true), TABLE, Format.PARQUET);
    assertThat(made.tooShort()).isEqualTo(1);
    assertThat(made.examples()).containsExactly("c");
    assertThat(made.dropped()).isEqualTo(Map.of("null-key", 1L, "off-grid", 1L));
    assertThat(made.text())
        .contains("2 series forecast 3 steps beyond their last row (temperature)")
        .contains("1 series left out, too short for the model's context: c")
        .contains("1 rows not used: off-grid");
  }

  @Test
  void aTableWithoutTargetsIsForecastAndTheForecastHasTheTargetsUnit() throws IOException {
    predict(SmallModels.zero(INFO, false), withoutTemperature(), Format.PARQUET);
    assertThat(parquet()).hasSize(6).allMatch(row -> row.getDouble(4) == 20);
  }

  @Test
  void aLogarithmIsUndoneInForecasts() throws IOException {
    ColumnScaler log = new ColumnScaler(true, 3, 0.5, 0);
    TableInfo info = new HandMadeData(20, 30, 40).scaledBy(ColumnScaler.NONE, log).info();
    predict(SmallModels.zero(info, false), withoutTemperature(), Format.PARQUET);
    assertThat(parquet()).hasSize(6).allMatch(row -> row.getDouble(4) == StrictMath.expm1(3));
  }

  @Test
  void aCenteredModelSaysThatItNeedsItsTargets() {
    assertThatThrownBy(
            () -> predict(SmallModels.zero(INFO, true), withoutTemperature(), Format.PARQUET))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("temperature, which the table lacks")
        .hasMessageContaining("model.center = last");
  }

  @Test
  void aForecastIsWhatTheNetworkSaysOfTheLastWindow() throws IOException {
    Forecaster model = SmallModels.untrained(INFO, false);
    predict(model, TABLE, Format.PARQUET);
    Batch batch = new Batch(new Batch.Shape(4, 1, 1, SmallModels.HORIZON, 1));
    // load of pump b: row 10:03 is absent, that of 10:04 empty
    System.arraycopy(new float[] {3, 3, 3, 6}, 0, batch.x, 0, 4);
    float[] expected = outputs(model, batch);
    List<Row> rows = parquet();
    for (int h = 0; h < SmallModels.HORIZON; h++) {
      assertThat(rows.get(3 + h).getDouble(4)).isCloseTo(20 + 4.0 * expected[h], within(1e-9));
    }
  }

  @Test
  void featuresAreDerivedFromTheRowsBeforeAndLinesDrawn() throws IOException {
    Forecaster model = SmallModels.untrained(withMeanLoad(), false);
    predict(model, TABLE, Format.PARQUET);
    Batch batch = new Batch(new Batch.Shape(4, 1, 2, SmallModels.HORIZON, 1));
    // load of pump b and its mean over two rows: row 10:03 is absent, that of 10:04 empty
    System.arraycopy(new float[] {3, 2.5f, 4, 3, 5, 3, 6, 6}, 0, batch.x, 0, 8);
    float[] expected = outputs(model, batch);
    List<Row> rows = parquet();
    for (int h = 0; h < SmallModels.HORIZON; h++) {
      assertThat(rows.get(3 + h).getDouble(4)).isCloseTo(20 + 4.0 * expected[h], within(1e-9));
    }
  }

  private static TableInfo withMeanLoad() {
    TableInfo.ColumnStatistics load = INFO.statistics().get(0);
    return info(
        INFO.key(),
        List.of("load", "load.mean.2", "temperature"),
        List.of("load.mean.2"),
        List.of(load, load, INFO.statistics().get(1)),
        null);
  }

  private static float[] outputs(Forecaster model, Batch batch) {
    var network = org.sluice.engine.network.Network.of(model.network());
    var workspace = network.workspace(batch.steps, batch.rows, 1);
    workspace.forward(model.theta(), batch, new float[network.stateSize(1)]);
    return workspace.outputs();
  }

  @Test
  void predictionsAreWrittenAsTextWhereAskedFor() throws IOException {
    predict(SmallModels.zero(INFO, false), TABLE, Format.CSV);
    List<String> lines;
    try (Stream<Path> files = Files.list(folder.resolve("predictions"))) {
      Path part = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      lines = Files.readAllLines(part);
    }
    assertThat(lines.subList(0, 2))
        .containsExactly(
            "pump,time,horizon,target,value", "a,2024-05-01T10:05:00.000Z,1,temperature,20.0");
  }

  @Test
  void aTableWithoutAKeyIsOneSeries() throws IOException {
    TableInfo keyless = info(List.of(), INFO.columns(), List.of(), INFO.statistics(), null);
    String table =
        TABLE
            .lines()
            .filter(line -> line.startsWith("b,") || line.startsWith("pump"))
            .map(line -> line.substring(line.indexOf(',') + 1) + "\n")
            .reduce("", String::concat);
    predict(SmallModels.zero(keyless, true), table, Format.PARQUET);
    List<Row> rows =
        SparkTest.spark()
            .read()
            .parquet(folder.resolve("predictions").toString())
            .orderBy("horizon")
            .collectAsList();
    assertThat(rows).hasSize(3).allMatch(row -> row.getDouble(3) == 26);
    assertThat(rows.get(0).getTimestamp(0).toInstant()).isEqualTo(LAST.plusSeconds(60));
  }

  @Test
  void aTableIsPutOnTheGridAsTheModelsOwnWas() throws IOException {
    GridRules rules = new GridRules(RowRules.Resample.MEAN, RowRules.Duplicates.FIRST, 120_000L);
    String table =
        """
        pump,time,load,temperature
        a,2024-05-01 10:13:45,1,40
        a,2024-05-01 10:00:00,1,1
        a,2024-05-01 10:10:05,1,10
        a,2024-05-01 10:11:05,1,20
        a,2024-05-01 10:13:05,1,30
        b,2024-05-01 10:00:00,1,1
        b,2024-05-01 10:01:00,1,1
        b,2024-05-01 10:02:00,1,1
        b,2024-05-01 10:05:00,1,1
        """;
    Predictions made =
        predict(
            SmallModels.zero(
                info(INFO.key(), INFO.columns(), List.of(), INFO.statistics(), rules), true),
            table,
            Format.PARQUET);

    assertThat(made.series()).isEqualTo(1);
    assertThat(made.examples()).containsExactly("b");
    assertThat(parquet()).hasSize(3).allMatch(row -> row.getDouble(4) == 35);
    assertThat(parquet().get(0).<Timestamp>getAs("time").toInstant())
        .isEqualTo(Instant.parse("2024-05-01T10:14:00Z"));
  }

  private static TableInfo info(
      List<String> key,
      List<String> columns,
      List<String> derive,
      List<TableInfo.ColumnStatistics> statistics,
      GridRules rules) {
    return new TableInfo(
        INFO.format(),
        key,
        columns,
        columns.size() - INFO.targets().size(),
        INFO.categories(),
        INFO.knownAhead(),
        INFO.holidays(),
        derive,
        INFO.targets(),
        null,
        INFO.scale(),
        statistics,
        INFO.scalers(),
        INFO.scaleBy(),
        INFO.zone(),
        INFO.originMillis(),
        INFO.stepMillis(),
        INFO.chunkRows(),
        rules,
        derive.isEmpty() ? INFO.missing() : LINES,
        INFO.spans(),
        1,
        INFO.rows(),
        INFO.dropped(),
        INFO.fingerprint());
  }

  @Test
  void aTableOfShortSeriesIsRefused() {
    String table = TABLE.lines().limit(2).reduce("", (a, b) -> a + b + "\n");
    assertThatThrownBy(() -> predict(SmallModels.zero(INFO, false), table, Format.PARQUET))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.window (4) needs as many rows of a series")
        .hasMessageContaining("has 1");
  }

  @Test
  void finishedPredictionsAreNotWrittenOverUnasked() throws IOException {
    Forecaster model = SmallModels.zero(INFO, false);
    predict(model, TABLE, Format.PARQUET);
    assertThatThrownBy(() -> predict(model, TABLE, Format.PARQUET))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("--overwrite");
  }

  @Test
  void otherFeaturesThanTheModelsAreRefused() {
    DataSpec other = spec("table.csv", INFO.key(), List.of("temperature"), List.of("load"));
    PredictSpec predict = new PredictSpec(Optional.empty(), Format.PARQUET);
    assertThatThrownBy(() -> new Predictor(other, SmallModels.zero(INFO, false), predict))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.features must be [load], which the model was trained with, got [temperature]");
  }

  private Predictions predict(Forecaster model, String table, Format format) throws IOException {
    Files.writeString(folder.resolve("table.csv"), table);
    String file = folder.resolve("table.csv").toString();
    List<String> key = model.preprocessing().data().key();
    DataSpec spec = spec(file, key, List.of("load"), List.of("temperature"));
    return new Predictor(spec, model, new PredictSpec(Optional.empty(), format))
        .run(SparkTest.spark(), folder.resolve("predictions").toString(), false);
  }

  private static DataSpec spec(
      String path, List<String> key, List<String> features, List<String> targets) {
    return new DataSpec(
        new SourceSpec("csv", path, Map.of("header", "true")),
        Optional.empty(),
        key,
        new TimeSpec("time", Optional.empty(), "UTC", Duration.ofMinutes(1)),
        features,
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        targets,
        Optional.empty(),
        SplitSpec.fractions(0.6, 0.2, 0.2),
        ScaleSpec.STANDARD,
        MissingSpec.LAST,
        new BadRowsSpec(0.1),
        false);
  }

  private static String withoutTemperature() {
    return TABLE
        .lines()
        .map(line -> String.join(",", Arrays.copyOf(line.split(",", -1), 3)))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private List<Row> parquet() {
    return SparkTest.spark()
        .read()
        .parquet(folder.resolve("predictions").toString())
        .orderBy("pump", "horizon")
        .collectAsList();
  }
}
