package org.sluice.spark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.io.Checkpoint;

final class CheckpointsTest {
  @TempDir Path run;
  private Checkpoints checkpoints;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void openTheFolder() {
    checkpoints = new Checkpoints(run.toString(), new Configuration());
  }

  @Test
  void whereNothingWasWrittenThereIsNone() throws IOException {
    assertThat(checkpoints.committed()).isEmpty();
    assertThat(checkpoints.unfinished()).isFalse();
    assertThat(checkpoints.newestGood(warnings::add)).isEmpty();
    checkpoints.removeAfter(0);
  }

  @Test
  void theNewestIsReadByItsRoundAndNotByItsName() throws IOException {
    checkpoints.write(99_999_999, checkpoint(1));
    checkpoints.write(100_000_000, checkpoint(2));

    assertThat(newest()).isEqualTo(2);
  }

  @Test
  void aDamagedCheckpointIsNamedAndTheOneBeforeItIsUsed() throws IOException {
    for (String file : List.of("arrays.safetensors", "history.jsonl", "checkpoint.json")) {
      checkpoints.write(1, checkpoint(1));
      checkpoints.write(2, checkpoint(2));
      flipBit(file(2, file));

      assertThat(newest()).as(file).isEqualTo(1);
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith("a checkpoint cannot be used: ")
          .contains("checkpoints/round-00000002");
      warnings.clear();
    }
  }

  @Test
  void aTruncatedCheckpointIsNamedAndTheOneBeforeItIsUsed() throws IOException {
    checkpoints.write(1, checkpoint(1));
    checkpoints.write(2, checkpoint(2));
    Files.write(file(2, "arrays.safetensors"), new byte[0]);
    Files.delete(file(2, ".arrays.safetensors.crc"));

    assertThat(newest()).isEqualTo(1);
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("round-00000002/arrays.safetensors: cut short");
  }

  @Test
  void aFolderWithoutManifestIsPassedOverInSilence() throws IOException {
    checkpoints.write(1, checkpoint(1));
    checkpoints.write(2, checkpoint(2));
    Files.delete(file(2, "checkpoint.json"));

    assertThat(newest()).isEqualTo(1);
    assertThat(warnings).isEmpty();
  }

  @Test
  void onlyTheNewestAreKeptAndLeftoversGo() throws IOException {
    for (int round = 1; round <= 5; round++) {
      checkpoints.write(round, checkpoint(round));
    }
    Files.delete(file(4, "checkpoint.json"));

    checkpoints.removeOlder(5, 2);

    assertThat(checkpoints.committed()).containsExactly(5L, 3L);
    assertThat(run.resolve("checkpoints").toFile().list())
        .containsExactlyInAnyOrder("round-00000003", "round-00000005");
  }

  @Test
  void checkpointsBehindARoundAreRemovedAndForeignFilesStay() throws IOException {
    for (int round = 1; round <= 3; round++) {
      checkpoints.write(round, checkpoint(round));
    }
    Files.createFile(run.resolve("checkpoints/round-about"));

    checkpoints.removeAfter(1);

    assertThat(checkpoints.committed()).containsExactly(1L);
    assertThat(run.resolve("checkpoints/round-about")).exists();
  }

  @Test
  void aTrainingIsFinishedWhenItsNewestCheckpointSaysSo() throws IOException {
    checkpoints.write(1, checkpoint(1));
    assertThat(checkpoints.unfinished()).isTrue();
    checkpoints.write(2, finished());
    assertThat(checkpoints.unfinished()).isFalse();
    flipBit(file(2, "checkpoint.json"));
    assertThat(checkpoints.unfinished()).isTrue();
  }

  @Test
  void theWriterTellsOfAProblemOnceAndGoesOn() throws IOException {
    Path occupied = run.resolve("checkpoints");
    Files.createFile(occupied);
    try (CheckpointWriter writer = new CheckpointWriter(checkpoints, 2)) {
      writer.begin(1, checkpoint(1));
      assertThat(writer.await())
          .hasValueSatisfying(
              problem ->
                  assertThat(problem)
                      .startsWith("the checkpoint " + occupied + "/round-00000001 could not be"));
      assertThat(writer.await()).isEmpty();

      Files.delete(occupied);
      for (int round = 2; round <= 4; round++) {
        writer.begin(round, checkpoint(round));
      }
      assertThat(writer.await()).isEmpty();
    }
    assertThat(checkpoints.committed()).containsExactly(4L, 3L);
  }

  private int newest() throws IOException {
    return (int) checkpoints.newestGood(warnings::add).orElseThrow().arrays().get("it")[0];
  }

  private Path file(int round, String name) {
    return run.resolve("checkpoints/round-%08d/%s".formatted(round, name));
  }

  private static Checkpoint checkpoint(int value) {
    return new Checkpoint(
        Map.of("it", new float[] {value}), Map.of(), NullNode.getInstance(), "{}\n");
  }

  private static Checkpoint finished() {
    return new Checkpoint(
        Map.of(), Map.of(Checkpoints.FINISHED, new double[] {1}), NullNode.getInstance(), "");
  }

  private static void flipBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
