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
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.cluster.StandaloneCluster;
import org.sluice.spark.prepare.PreparedDataSet;
import scala.Tuple2;

/** What a training holds does not grow with its rounds. */
@Tag("slow")
final class LongRunTest {
  private static final int FROM = 100; // rounds, by when Spark has filled its own tables
  private static final int TO = 500;
  private static final long PARAMETERS = 4L * 256 * (2 + 256 + 1); // floats

  /** Bytes that one vector kept in each round would come to. */
  private static final long LEAK = (TO - FROM) * PARAMETERS * Float.BYTES;

  /** In bytes: the heap after a collection, blocks in memory, files of Spark's. */
  private record Held(long heap, long blocks, long disk) {}

  @TempDir Path folder;

  @Test
  void heapBlocksAndDiskStayFlatOverHundredsOfRounds() {
    Map<String, String> settings =
        Map.of(
            "spark.local.dir", folder.resolve("spark").toString(), "spark.ui.retainedJobs", "50");
    List<Held> held = new ArrayList<>();
    SparkTest.on(
        "local[2]",
        settings,
        spark -> train(spark, () -> held.add(new Held(heap(), blocks(spark), disk()))));

    assertThat(held).hasSize(2);
    Held before = held.get(0);
    Held after = held.get(1);
    assertThat(after.heap() - before.heap()).isLessThan(LEAK / 20);
    assertThat(after.blocks() - before.blocks()).isLessThan(LEAK / 100);
    assertThat(after.disk() - before.disk()).isLessThan(LEAK / 100);
  }

  @Test
  void theHeapsOfExecutorsStayFlatToo() throws IOException {
    List<Map<String, Long>> heaps = new ArrayList<>();
    try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
      SparkTest.on(
          cluster.master(),
          cluster.settings(),
          spark -> train(spark, () -> heaps.add(executorHeaps(spark))));
    }

    assertThat(heaps).hasSize(2);
    Map<String, Long> before = heaps.get(0);
    Map<String, Long> after = heaps.get(1);
    assertThat(after).hasSize(2).containsOnlyKeys(before.keySet());
    assertThat(after)
        .allSatisfy((id, heap) -> assertThat(heap - before.get(id)).isLessThan(LEAK / 20));
  }

  private Void train(SparkSession spark, Runnable measurement) {
    PreparedDataSet data = Fleet.prepare(spark, folder);
    TestJob job = TestJob.windowed();
    job.hidden = 256;
    job.window = 4;
    job.lanes = 2;
    job.localSteps = 1;
    job.checkpoint = new CheckpointSpec(7, 0, 2);
    new DistributedTrainer(spark, job.in(folder.resolve("run")), measuring(measurement))
        .train(data, Optional.empty());
    return null;
  }

  private static TrainingListener measuring(Runnable measurement) {
    return new TrainingListener() {
      private int rounds;

      @Override
      public void roundEnded(RoundReport report) {
        rounds++;
        if (rounds == FROM || rounds == TO) {
          measurement.run();
        }
      }
    };
  }

  /** Of each executor, by its name. */
  private static Map<String, Long> executorHeaps(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(0, 1), 2)
        .mapToPair(i -> new Tuple2<>(SparkEnv.get().executorId(), heap()))
        .collectAsMap();
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
