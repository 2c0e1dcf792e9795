package org.sluice.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PumpFleetTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("sluice.root"), "sample-data/pumps");

  @Test
  void theCommittedFilesAreWhatTheProgramMakes() throws IOException {
    assertHolds(FOLDER, PumpFleet.files());
  }

  /** Asserts that {@code folder} holds {@code files}, their texts by name, and nothing else. */
  static void assertHolds(Path folder, Map<String, String> files) throws IOException {
    try (Stream<Path> committed = Files.list(folder)) {
      assertThat(committed.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(files.keySet());
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      String committed = Files.readString(folder.resolve(file.getKey()));
      assertThat(committed.equals(file.getValue())).as(file.getKey()).isTrue();
    }
  }

  @Test
  void theyAreSmallEnoughForARepository() {
    assertThat(PumpFleet.files().values().stream().mapToInt(String::length).sum())
        .isLessThan(3_000_000);
  }
}
