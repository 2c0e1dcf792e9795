package org.sluice.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PumpLogsTest {
  @Test
  void theCommittedFilesAreWhatTheProgramMakes() throws IOException {
    Path folder = Path.of(System.getProperty("sluice.root"), "sample-data/logs");
    PumpFleetTest.assertHolds(folder, PumpLogs.files());
  }

  @Test
  void theyAreSmallEnoughForARepository() {
    Map<String, String> files = PumpLogs.files();
    assertThat(
            files.values().stream()
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum())
        .isBetween(900_000, 2_000_000);
  }
}
