package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.Draws;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cli.SmallJob.Ended;

/** Heat that follows from the word in the row before, and from nothing else. */
@Tag("slow")
final class CategoryJobTest {
  private static final Map<String, Integer> HEAT = Map.of("up", 2, "down", -2, "flat", 0);
  private static final int ROWS = 200;
  private static final String SETTINGS =
      """
      data.categories = [mode, pump]
      model { horizon = 1, categories.widths { pump = 1 } }
      training { window = 4, lanes = 16, epochs = 25, optimizer = { kind = adam, rate = 0.02 } }
      """;

  @TempDir static Path folder;
  private static SmallJob job;

  @BeforeAll
  static void trained() throws IOException {
    job = SmallJob.in(folder);
    Files.writeString(folder.resolve("job.conf"), SETTINGS, StandardOpenOption.APPEND);
    write(List.of("up", "down", "flat"), List.of("a", "b"), "down");
    Ended run = job.sluice("run");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("mode: 3 kinds", "pump: 2 kinds, most frequent a, b");
  }

  /**
   * @param modes drawn at random, all as often
   * @param last mode of each pump
   */
  private static void write(List<String> modes, List<String> pumps, String last)
      throws IOException {
    StringBuilder table = new StringBuilder("pump,time,load,heat,mode\n");
    for (String pump : pumps) {
      Draws draws = Draws.of(pump.charAt(0), Draws.Purpose.SAMPLE);
      String mode = "flat";
      for (int hour = 0; hour < ROWS; hour++) {
        int heat = HEAT.getOrDefault(mode, 0);
        int next = (int) (draws.uniform(hour) * modes.size());
        mode = hour == ROWS - 1 ? last : modes.get(next);
        String time = "2024-01-%02d %02d:00".formatted(1 + hour / 24, hour % 24);
        table.append("%s,%s,%d,%d,%s\n".formatted(pump, time, hour % 7, heat, mode));
      }
    }
    Files.writeString(folder.resolve("table/pumps.csv"), table);
  }

  private static Ended sluice(String output, String command, String... options) {
    Ended ended =
        job.sluice(
            command,
            Stream.concat(
                    Stream.of("--set", "output=" + folder.resolve(output)), Stream.of(options))
                .toArray(String[]::new));
    assertThat(ended.err()).isEmpty();
    return ended;
  }

  /** Of heat in its own unit, whose variance is 2.7. */
  private static double meanSquaredError(String output) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(output).resolve("evaluation.json").toFile())
        .at("/targets/0/methods/model/all/mse")
        .asDouble();
  }

  private static Map<String, Double> forecasts() {
    Map<String, Double> forecasts = new TreeMap<>();
    SparkTest.spark().read().parquet(job.run("predictions").toString()).collectAsList().stream()
        .forEach(row -> forecasts.put(row.getAs("pump"), row.getAs("value")));
    return forecasts;
  }

  @Test
  void onlyWhoReadsTheWordKnowsWhatComes() throws IOException {
    sluice("blind", "run", "--set", "data.categories=[]", "--set", "model.categories.widths=null");

    assertThat(meanSquaredError("run")).isLessThan(0.05);
    assertThat(meanSquaredError("blind")).isGreaterThan(2);
  }

  @Test
  void newTablesAreReadByTheNamesOfTheModel() throws IOException {
    assertThat(forecasts().get("a")).isCloseTo(-2, within(0.3));

    write(List.of("flat", "flat", "new", "down", "up"), List.of("a", "z"), "up");
    Ended predicted = sluice("run", "predict", "--overwrite");
    assertThat(forecasts()).containsOnlyKeys("a", "z");
    assertThat(forecasts().get("a")).isCloseTo(2, within(0.3));
    assertThat(predicted.out())
        .containsPattern("[1-9][0-9]+ names of mode were not met in training")
        .contains("200 names of pump were not met in training");

    sluice("other", "prepare");
    sluice("other", "evaluate", "--model", job.run("model").toString());
    double before = meanSquaredError("other");
    assertThat(before).isLessThan(0.6); // it does not know what "new" does
    String[] once = {"--set", "training.epochs=1", "--set", "training.optimizer.rate=1e-6"};
    sluice(
        "other",
        "train",
        "--from",
        job.run("model").toString(),
        once[0],
        once[1],
        once[2],
        once[3]);
    sluice("other", "evaluate", "--overwrite");
    assertThat(meanSquaredError("other")).isCloseTo(before, within(1e-3));
  }

  @Test
  void aTrainingThatWasStoppedComesToTheSameWeights() throws IOException {
    write(List.of("up", "down", "flat"), List.of("a", "b"), "down");
    String output = "output=" + folder.resolve("stopped");
    sluice("stopped", "prepare");
    assertThat(job.sluice("train", "--set", output, "--set", "training.budget=1ns").code())
        .isEqualTo(ExitCodes.USER);
    sluice("stopped", "train", "--resume");

    assertThat(folder.resolve("stopped/model/weights.safetensors"))
        .hasSameBinaryContentAs(job.run("model/weights.safetensors"));
  }
}
