package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.cluster.Faults;
import org.sluice.spark.cluster.StandaloneCluster;

/** Drivers that are told to stop and killed in the middle of their training on a cluster. */
@Tag("slow")
final class DriverTest {
  private static final String[] SETTINGS = {
    "--set", "training.epochs=12", "--set", "training.checkpoint.everyRounds=1"
  };

  @TempDir Path folder;

  @Test
  void aDriverStoppedThenKilledThenResumedLeavesTheWeightsOfOneThatWasNot() throws Exception {
    SmallJob job = SmallJob.in(folder);
    assertThat(job.sluice("prepare").err()).isEmpty();
    try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
      Process stopped = driver(cluster, job);
      awaitRound(stopped, 3);
      stopped.destroy();
      assertThat(exitCode(stopped)).isEqualTo(ExitCodes.INTERRUPTED);
      assertThat(onlyLog()).last().isEqualTo("sluice: interrupted");
      long reached = newest();

      Process killed = driver(cluster, job, "--resume");
      awaitRound(killed, reached + 3);
      killed.destroyForcibly();
      assertThat(exitCode(killed)).isEqualTo(128 + 9);

      assertThat(exitCode(driver(cluster, job, "--resume"))).isZero();
    }

    Path whole = folder.resolve("whole");
    Files.createDirectories(whole);
    try (Stream<Path> prepared = Files.walk(folder.resolve("run/prepared"))) {
      for (Path path : prepared.toList()) {
        Files.copy(path, whole.resolve(folder.resolve("run").relativize(path).toString()));
      }
    }
    String[] undisturbed = {SETTINGS[0], SETTINGS[1], "--set", "output=" + whole};
    assertThat(job.sluice("train", undisturbed).err()).isEmpty();
    assertThat(folder.resolve("run/model/weights.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model/weights.safetensors"));
    assertThat(rounds(folder.resolve("run"))).isEqualTo(rounds(whole));
  }

  private Process driver(StandaloneCluster cluster, SmallJob job, String... options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("-Xmx512m", "-Dspark.master=" + cluster.master()));
    cluster.settings().forEach((name, value) -> words.add("-D" + name + "=" + value));
    words.addAll(
        List.of(Main.class.getName(), "train", job.folder().resolve("job.conf").toString()));
    words.addAll(List.of(SETTINGS));
    words.addAll(List.of(options));
    Path log = Files.createTempFile(folder, "driver", ".log");
    return StandaloneCluster.java(words)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private List<String> onlyLog() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      assertThat(logs).hasSize(1);
      return Files.readAllLines(logs.get(0));
    }
  }

  private void awaitRound(Process driver, long round) {
    Faults.await("checkpoint " + round, () -> !driver.isAlive() || newest() >= round);
    assertThat(driver.isAlive()).as("the driver is still training").isTrue();
  }

  /** Round of the newest checkpoint that was committed; 0 where there is none. */
  private long newest() {
    try (Stream<Path> found = Files.list(folder.resolve("run/checkpoints"))) {
      return found
          .filter(path -> Files.exists(path.resolve("checkpoint.json")))
          .mapToLong(path -> Long.parseLong(path.getFileName().toString().replace("round-", "")))
          .max()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private static List<String> rounds(Path run) throws IOException {
    return Files.readAllLines(run.resolve("history.jsonl")).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }
}
