package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cli.SmallJob.Ended;

/** The job of the README on two pumps and three weeks of the sample data, by way of its command. */
final class EndToEndTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root"));
  private static final int HORIZON = 4;

  @TempDir static Path folder;
  private static Ended run;

  @BeforeAll
  static void runTheJob() throws IOException {
    Path table = Files.createDirectories(folder.resolve("table"));
    for (String file : List.of("P1.csv", "P2.csv")) {
      try (Stream<String> lines = Files.lines(ROOT.resolve("sample-data/pumps").resolve(file))) {
        Files.write(table.resolve(file), lines.limit(3 * 7 * 96).toList());
      }
    }
    run = sluice("run");
  }

  private static Ended sluice(String command, String... more) {
    Stream<String> settings =
        Stream.of(
                "output=" + folder.resolve("run"),
                "data.source.path=" + folder.resolve("table"),
                "model.layers=[{ cell = lstm, hidden = 8 }]",
                "model.horizon=" + HORIZON,
                "training.window=48",
                "training.stride=2",
                "training.epochs=3",
                "predict.format=csv")
            .flatMap(setting -> Stream.of("--set", setting));
    Stream<String> words =
        Stream.of(
                Stream.of(command, ROOT.resolve("conf/pumps-forecast.conf").toString()),
                settings,
                Stream.of(more))
            .flatMap(part -> part);
    return SmallJob.main(words.toArray(String[]::new));
  }

  @Test
  void itEndsWellAndTellsWhatItDid() {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("rows in 2 series", "epoch 3 of 3: loss", "last value", "last season");
  }

  @Test
  void everyPartOfTheRunFolderIsThere() {
    assertThat(
            Stream.of(
                "prepared/dataset.json",
                "model/model.json",
                "model/weights.safetensors",
                "history.jsonl",
                "evaluation.json",
                "predictions/_SUCCESS"))
        .allSatisfy(part -> assertThat(folder.resolve("run").resolve(part)).exists());
  }

  @Test
  void theEvaluationComparesTheModelWithNaiveForecasts() throws IOException {
    JsonNode evaluation =
        new ObjectMapper().readTree(folder.resolve("run/evaluation.json").toFile());
    JsonNode scaled = evaluation.get("scaled");
    assertThat(scaled.fieldNames()).toIterable().hasSize(3);
    scaled.forEach(
        scores -> {
          assertThat(scores.at("/all/mse").asDouble()).isPositive();
          assertThat(scores.get("horizons")).hasSize(HORIZON);
        });
  }

  @Test
  void everyPumpIsForecastBeyondItsLastRow() {
    List<Row> rows =
        SparkTest.spark()
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(folder.resolve("run/predictions").toString())
            .collectAsList();
    assertThat(rows).hasSize(2 * HORIZON);
    assertThat(rows).extracting(row -> row.getAs("pump")).contains("P1", "P2");
  }

  @Test
  void aModelForecastsAnotherTableWithoutTargets() throws IOException {
    Path fresh = Files.createDirectories(folder.resolve("fresh"));
    Files.copy(folder.resolve("table/P2.csv"), fresh.resolve("P9.csv"));
    Ended ended =
        sluice(
            "predict",
            "--model",
            folder.resolve("run/model").toString(),
            "--set",
            "data.source.path=" + fresh,
            "--set",
            "output=" + folder.resolve("tomorrow"));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("1 series");
    assertThat(folder.resolve("tomorrow/predictions/_SUCCESS")).exists();
  }

  @Test
  void aDryRunTellsThePlanAndTouchesNothing() {
    Path model = folder.resolve("run/model/model.json");
    long before = model.toFile().lastModified();

    Ended ended = sluice("train", "--dry-run");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("plan: 2 replicas of 32 lanes", "rehearsal");
    assertThat(ended.out()).doesNotContain("epoch 1");
    assertThat(model.toFile().lastModified()).isEqualTo(before);
  }

  @Test
  void trainingGoesOnFromAModel() {
    Ended ended =
        sluice(
            "train",
            "--overwrite",
            "--set",
            "training.epochs=1",
            "--from",
            folder.resolve("run/model").toString());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
  }

  @Test
  void whatARunLeftIsInspectedByItsManifests() {
    Ended whole = SmallJob.main("inspect", folder.resolve("run").toString());
    assertThat(whole.err()).isEmpty();
    assertThat(whole.code()).isZero();
    assertThat(whole.out())
        .contains("rows in 2 series, a row every 15m", "temperature", "no row was dropped")
        .containsPattern("fingerprint [0-9a-f]{64}")
        .contains("{cell:lstm,hidden:8}", "lstm.weight_ih_l0", "32 x 4")
        .contains("reads a row every 15m: load, temperature, vibration, pressure")
        .contains("forecasts temperature, 1 to 4 steps ahead")
        .containsPattern("best epoch +[1-3]");

    String model = folder.resolve("run/model").toString();
    assertThat(SmallJob.main("inspect", model).out())
        .startsWith(model + ": a model")
        .doesNotContain("rows in 2 series");
  }
}
