package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.prepare.PreparedDataSet;

/** What a training holds does not grow with its rounds. */
@Tag("slow")
final class LongRunTest {
  private static final int FROM = 100; // rounds, by when Spark has filled its own tables
  private static final int TO = 500;
  private static final long PARAMETERS = 4L * 256 * (2 + 256 + 1); // floats

  /** In bytes: the heap after a collection, blocks in memory, files of Spark's. */
  private record Held(long heap, long blocks, long disk) {}

  @TempDir Path folder;
  private final List<Held> held = new ArrayList<>();

  @Test
  void heapBlocksAndDiskStayFlatOverHundredsOfRounds() {
    Map<String, String> settings =
        Map.of(
            "spark.local.dir", folder.resolve("spark").toString(), "spark.ui.retainedJobs", "50");
    SparkTest.on("local[2]", settings, this::train);

    assertThat(held).hasSize(2);
    Held before = held.get(0);
    Held after = held.get(1);
    long leak = (TO - FROM) * PARAMETERS * Float.BYTES; // one vector kept in each round
    assertThat(after.heap() - before.heap()).isLessThan(leak / 20);
    assertThat(after.blocks() - before.blocks()).isLessThan(leak / 100);
    assertThat(after.disk() - before.disk()).isLessThan(leak / 100);
  }

  private Void train(SparkSession spark) {
    PreparedDataSet data = Fleet.prepare(spark, folder);
    TestJob job = TestJob.windowed();
    job.hidden = 256;
    job.window = 4;
    job.lanes = 2;
    job.localSteps = 1;
    job.checkpoint = new CheckpointSpec(7, 0, 2);
    new DistributedTrainer(spark, job.in(folder.resolve("run")), measuring(spark))
        .train(data, Optional.empty());
    return null;
  }

  private TrainingListener measuring(SparkSession spark) {
    return new TrainingListener() {
      private int rounds;

      @Override
      public void roundEnded(RoundReport report) {
        rounds++;
        if (rounds == FROM || rounds == TO) {
          held.add(new Held(heap(), blocks(spark), disk()));
        }
      }
    };
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) { // what a first collection frees by references goes in a later one
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long blocks(SparkSession spark) {
    var all = spark.sparkContext().getExecutorMemoryStatus().valuesIterator();
    long used = 0;
    while (all.hasNext()) {
      var status = all.next();
      used += (long) status._1() - (long) status._2();
    }
    return used;
  }

  private long disk() {
    try (Stream<Path> files = Files.walk(folder.resolve("spark"))) {
      return files.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
