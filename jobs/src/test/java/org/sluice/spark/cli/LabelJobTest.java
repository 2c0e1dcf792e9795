package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cli.SmallJob.Ended;

/** Labels of a table through the commands: whether the load of a pump rises or falls. */
final class LabelJobTest {
  private static final int ROWS = 200;

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    StringBuilder labelled = new StringBuilder("pump,time,load,trend\n");
    StringBuilder plain = new StringBuilder("pump,time,load\n");
    for (String pump : List.of("a", "b")) {
      for (int hour = 0; hour < ROWS; hour++) {
        int phase = (hour + 5 * pump.charAt(0)) % 24;
        int load = phase < 12 ? phase : 24 - phase;
        String row = "%s,2024-01-%02d %02d:00,%d".formatted(pump, 1 + hour / 24, hour % 24, load);
        labelled.append(row).append(phase > 0 && phase <= 12 ? ",rising\n" : ",falling\n");
        plain.append(row).append('\n');
      }
    }
    Files.writeString(folder.resolve("labelled.csv"), labelled);
    Files.writeString(folder.resolve("plain.csv"), plain);
    Files.writeString(folder.resolve("job.conf"), job());
  }

  private static String job() {
    return """
           name = trends
           task = tag
           output = "%s"
           data {
             source { path = "%s", options { header = true } }
             key = [pump]
             time { column = time, format = "yyyy-MM-dd HH:mm", step = 1h }
             features = [load]
             label { column = trend }
             split { train = 0.6, validation = 0.2, test = 0.2 }
           }
           model { layers = [ { cell = lstm, hidden = 8 } ] }
           training {
             sampling = stateful, window = 12, delay = 1, lanes = 2, localSteps = 2, epochs = 30
             optimizer { kind = adam, rate = 0.02 }
           }
           """
        .formatted(folder.resolve("run"), folder.resolve("labelled.csv"));
  }

  private static Ended sluice(String command, String... options) {
    return SmallJob.main(
        Stream.concat(Stream.of(command, folder.resolve("job.conf").toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static void refused(String message, String... settings) {
    Ended ended =
        sluice(
            "train",
            Stream.of(settings).flatMap(set -> Stream.of("--set", set)).toArray(String[]::new));
    assertThat(ended.err()).startsWith("sluice: " + message).hasLineCount(1);
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void labelsAreLearntMeasuredAndToldOfATableWithoutThem() throws IOException {
    Ended run = sluice("run");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("label trend, a class of each step", "nats/label");
    JsonNode evaluation =
        new ObjectMapper().readTree(folder.resolve("run/evaluation.json").toFile());
    assertThat(evaluation.at("/methods/model/accuracy").asDouble()).isGreaterThan(0.9);

    Ended predicted =
        sluice(
            "predict", "--overwrite", "--set", "data.source.path=" + folder.resolve("plain.csv"));

    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out()).startsWith("400 rows of 2 series labelled");
    Map<String, Long> told =
        SparkTest.spark()
            .read()
            .parquet(folder.resolve("run/predictions").toString())
            .collectAsList()
            .stream()
            .collect(
                Collectors.groupingBy(row -> row.<String>getAs("label"), Collectors.counting()));
    assertThat(told.keySet()).containsExactlyInAnyOrder("rising", "falling");
    assertThat(told.get("rising")).isBetween(150L, 250L);
  }

  @Test
  void whatDoesNotGoWithLabelsIsRefused() {
    refused("data.targets is of task = forecast, got [load]", "data.targets=[load]");
    refused("data.label.column is missing", "data.label=null", "data.label.per=step");
    refused(
        "data.label.per must be step where task is tag, got sequence", "data.label.per=sequence");
    refused(
        "data.label.per must be sequence where task is classify",
        "task=classify",
        "data.label.per=step");
    refused(
        "training.sampling must be sequences or windowed where task is classify", "task=classify");
    refused(
        "model.pooling must be last where every step has a label, got mean", "model.pooling=mean");
    refused("training.loss.kind must be cross-entropy", "training.loss=squared");
    refused("training.delay is of training.sampling = stateful", "training.sampling=sequences");
    refused("model.horizon is not a setting", "model.horizon=3");
  }

  @Test
  void aForecasterIsNoModelOfLabels() throws IOException {
    SmallJob forecast = SmallJob.in(folder.resolve("forecast"));
    assertThat(forecast.sluice("run").err()).isEmpty();

    Ended ended = sluice("predict", "--overwrite", "--model", forecast.run("model").toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("sluice: ").hasLineCount(1);
  }
}
