package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.cli.SmallJob.Ended;

/** Series that differ by unit and zero alone are one to a network, if each has its own scalers. */
final class ScaleByTest {
  private static final double[] UNIT = {1, 100};
  private static final double[] ZERO = {0, -3000};

  @TempDir Path folder;

  private void write(SmallJob job, List<String> pumps) throws IOException {
    StringBuilder table = new StringBuilder("pump,time,load,heat\n");
    for (int pump = 0; pump < pumps.size(); pump++) {
      for (int hour = 0; hour < 200; hour++) {
        int load = hour * 7 % 24 % 12;
        double heat = (20 + 2 * load) * UNIT[pump] + ZERO[pump];
        String time = "2024-01-%02d %02d:00".formatted(1 + hour / 24, hour % 24);
        table.append(
            "%s,%s,%s,%s\n".formatted(pumps.get(pump), time, load * UNIT[pump] + ZERO[pump], heat));
      }
    }
    Files.writeString(job.folder().resolve("table/pumps.csv"), table);
  }

  /** By pump, in the order of the horizon. */
  private static Map<String, List<Double>> forecasts(SmallJob job) throws IOException {
    Map<String, List<Double>> forecasts = new TreeMap<>();
    try (Stream<Path> files = Files.list(job.run("predictions"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String[] cells = line.split(",");
          if (!cells[0].equals("pump")) {
            forecasts
                .computeIfAbsent(cells[0], pump -> new java.util.ArrayList<>())
                .add(Double.parseDouble(cells[4]));
          }
        }
      }
    }
    return forecasts;
  }

  @Test
  void forecastsAreInEachSeriesOwnUnitAndUnknownSeriesAreTold() throws IOException {
    SmallJob job = SmallJob.in(folder);
    write(job, List.of("a", "b"));
    String[] settings = {"--set", "data.scale.by=[pump]", "--set", "predict.format=csv"};
    Ended run = job.sluice("run", settings);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("scaled by pump: 2 have scalers of their own");
    Map<String, List<Double>> forecasts = forecasts(job);
    assertThat(forecasts.keySet()).containsExactly("a", "b");
    for (int h = 0; h < 3; h++) {
      double a = forecasts.get("a").get(h);
      assertThat(a).isBetween(10.0, 60.0);
      assertThat(forecasts.get("b").get(h)).isCloseTo(a * UNIT[1] + ZERO[1], within(0.1));
    }

    write(job, List.of("b", "z"));
    Ended predicted = job.sluice("predict", with(settings, "--overwrite"));
    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out())
        .contains("1 series were unknown in training and are scaled as all series together");
  }

  @Test
  void aTrainingThatStartsFromAModelTakesItsScalersOver() throws IOException {
    SmallJob job = SmallJob.in(folder);
    write(job, List.of("a", "b"));
    String[] settings = {"--set", "data.scale.by=[pump]", "--set", "training.epochs=1"};
    assertThat(job.sluice("prepare", settings).err()).isEmpty();
    assertThat(job.sluice("train", settings).err()).isEmpty();
    JsonNode scalers = scalers("run");
    assertThat(scalers.get("checksum").asText()).hasSize(32);

    write(job, List.of("b", "a")); // other units, so other scalers of their own
    String[] later = with(settings, "--set", "output=" + folder.resolve("later"));
    assertThat(job.sluice("prepare", later).err()).isEmpty();
    Ended train = job.sluice("train", with(later, "--from", job.run("model").toString()));
    assertThat(train.err()).isEmpty();
    assertThat(scalers("later")).isEqualTo(scalers);
    assertThat(job.sluice("evaluate", later).err()).isEmpty();

    String again = folder.resolve("later/model").toString(); // which is written over
    assertThat(job.sluice("train", with(later, "--overwrite", "--from", again)).err()).isEmpty();
    assertThat(scalers("later")).isEqualTo(scalers);
    Ended resumed =
        job.sluice(
            "train", with(later, "--resume-with", "training.epochs", "--set", "training.epochs=2"));
    assertThat(resumed.err()).isEmpty();
    assertThat(job.sluice("evaluate", with(later, "--overwrite")).err()).isEmpty();
  }

  private JsonNode scalers(String run) throws IOException {
    Path model = folder.resolve(run).resolve("model/model.json");
    return new ObjectMapper().readTree(model.toFile()).at("/preprocessing/data/scaleBy");
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }
}
