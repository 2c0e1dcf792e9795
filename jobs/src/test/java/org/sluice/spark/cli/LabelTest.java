package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.cli.SmallJob.Ended;

/** Labels that say what is an anomaly, from the table to figures. */
@Tag("slow")
final class LabelTest {
  private static final Set<Integer> FAULTS = Set.of(30, 31, 77, 170, 181, 190); // hours of pump a

  @TempDir Path folder;

  private SmallJob job() throws IOException {
    SmallJob job = SmallJob.in(folder);
    StringBuilder table = new StringBuilder("pump,time,load,heat,fault\n");
    for (String pump : List.of("a", "b")) {
      for (int hour = 0; hour < 200; hour++) {
        boolean fault = pump.equals("a") && FAULTS.contains(hour);
        int load = (hour % 24 + pump.charAt(0)) % 12;
        String time = "2024-01-%02d %02d:00".formatted(1 + hour / 24, hour % 24);
        int heat = 20 + 2 * load + (fault ? 200 : 0);
        table.append("%s,%s,%d,%d,%s\n".formatted(pump, time, load, heat, fault ? 1 : 0));
      }
    }
    Files.writeString(folder.resolve("table/pumps.csv"), table);
    return job;
  }

  /** What is told on the way, and {@code name} has what is made. */
  private String run(SmallJob job, String name, String... settings) {
    String[] all =
        Stream.concat(Stream.of("--set", "output=" + folder.resolve(name)), Stream.of(settings))
            .toArray(String[]::new);
    Ended ended = job.sluice("run", all);
    assertThat(ended.err()).isEmpty();
    return ended.out();
  }

  private JsonNode evaluation(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("evaluation.json").toFile());
  }

  @Test
  void aLabelChangesNoWeightAndSaysHowWellErrorsTellAnomalies() throws IOException {
    SmallJob job = job();
    run(job, "plain");
    String label = "data.label={ column = fault, use = anomaly }";
    String told = run(job, "labelled", "--set", label);

    assertThat(folder.resolve("labelled/model/weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("plain/model/weights.safetensors"));
    assertThat(evaluation("plain").has("anomalies")).isFalse();
    assertThat(told)
        .contains("  train       normal 237, anomaly 3, unseen in training 0, missing 0")
        .contains("212 windows an epoch")
        .contains("3 of 76 labelled steps are anomalies; area under the ROC curve of the error");
    JsonNode anomalies = evaluation("labelled").get("anomalies");
    assertThat(anomalies.get("anomalies").asLong()).isEqualTo(3);
    assertThat(anomalies.get("steps").asLong()).isEqualTo(76);
    assertThat(anomalies.at("/areas/heat").asDouble()).isBetween(0.9, 1.0);
    assertThat(anomalies.get("all").asDouble()).isEqualTo(anomalies.at("/areas/heat").asDouble());

    String leaveOut = "data.label={ column = fault, use = anomaly, leaveOut = true }";
    // of pump a those in hours 0 to 29, 32 to 76 and 78 to 119 are left
    assertThat(run(job, "without", "--set", leaveOut))
        .contains(16 + 31 + 28 + 106 + " windows an epoch");
    Ended stateful = job.sluice("train", "--set", leaveOut, "--set", "training.sampling=stateful");
    assertThat(stateful.code()).isEqualTo(2);
    assertThat(stateful.err()).contains("data.label.leaveOut leaves windows out");
  }
}
