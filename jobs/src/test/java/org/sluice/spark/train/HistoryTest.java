package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
  @TempDir Path folder;

  @Test
  void everyRoundAndEpochIsALineOfJson() throws IOException {
    try (History history = history()) {
      history.roundEnded(round(0.5));
      history.epochEnded(new EpochReport(1, 8, 1, 0.5, 0.4, null, true, null, 27));
    }

    List<String> lines = lines();
    JsonNode round = new ObjectMapper().readTree(lines.get(0));
    JsonNode epoch = new ObjectMapper().readTree(lines.get(1));
    assertThat(lines).hasSize(2);
    assertThat(round.path("event").asText()).isEqualTo("round");
    assertThat(round.path("loss").asDouble()).isEqualTo(0.5);
    assertThat(round.path("seconds").path("compute").asDouble()).isEqualTo(2);
    assertThat(epoch.path("event").asText()).isEqualTo("epoch");
    assertThat(epoch.path("validationLoss").asDouble()).isEqualTo(0.4);
    assertThat(epoch.path("best").asBoolean()).isTrue();
  }

  @Test
  void anEpochsEndIsWrittenAtOnceAndRoundsBehindItAtTheClose() throws IOException {
    try (History history = history()) {
      history.roundEnded(round(0.5));
      history.epochEnded(new EpochReport(1, 8, 1, 0.5, 0.4, null, true, null, 27));
      assertThat(lines()).hasSize(2);
      history.roundEnded(round(Double.NaN));
      assertThat(lines()).hasSize(2);
    }

    assertThat(lines()).hasSize(3);
    assertThat(folder.resolve("run/history.jsonl.new")).doesNotExist();
  }

  @Test
  void aTrainingThatNeverBeganLeavesAnEarlierHistoryAlone() throws IOException {
    try (History history = history()) {
      history.roundEnded(round(0.5));
    }

    history().close();

    assertThat(lines()).hasSize(1);
  }

  private static RoundReport round(double loss) {
    return new RoundReport(1, 1, 1, loss, 5, 960, 0.1, 1.5, 0, new RoundReport.Seconds(1, 2, 3, 4));
  }

  private History history() {
    return new History(folder.resolve("run").toString(), new Configuration(), "");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("run/history.jsonl"));
  }
}
