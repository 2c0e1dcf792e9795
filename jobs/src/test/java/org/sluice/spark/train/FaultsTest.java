package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cluster.Faults;
import org.sluice.spark.cluster.StandaloneCluster;
import org.sluice.spark.prepare.PreparedDataSet;

/** Whatever strikes a round on a cluster, the weights are those of an undisturbed training. */
@Tag("slow")
final class FaultsTest {
  private static final int STRUCK_ROUND = 3;

  @TempDir static Path fleet;
  private static StandaloneCluster cluster;
  private static byte[] undisturbed;

  @TempDir Path folder;
  private final TestJob job = job();
  private Faults faults;
  private final Failures failures = new Failures();
  private CompletableFuture<Void> meantime = CompletableFuture.completedFuture(null);

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    Fleet.prepare(SparkTest.spark(), fleet);
    train(SparkTest.spark(), job(), fleet.resolve("undisturbed"), new Recorder());
    undisturbed = weights(fleet.resolve("undisturbed"));
    cluster = StandaloneCluster.start(2);
  }

  @AfterAll
  static void endTheCluster() {
    cluster.close();
  }

  @BeforeEach
  void plantFaults() throws IOException {
    faults = new Faults(folder.resolve("faults"));
  }

  @Test
  void aTaskThatFailsIsTriedAgain() {
    trainOnCluster(Map.of(), faults::fail);

    assertThat(failures.reasons).contains("ExceptionFailure");
  }

  @Test
  void anExecutorKilledInMidRoundIsReplaced() {
    trainOnCluster(
        Map.of(),
        () -> {
          faults.hold();
          inTheMeantime(() -> faults.holder().destroyForcibly());
        });

    assertThat(failures.reasons).contains("ExecutorLostFailure");
  }

  @Test
  void aSlowReplicaIsWaitedFor() {
    trainOnCluster(Map.of(), () -> whileOneReplicaIsHeld(() -> {}));

    assertThat(failures.reasons).isEmpty();
  }

  /** One replica's slices are on disk and the other's not yet, so nobody can have read them. */
  @Test
  void aLostShuffleFileIsMadeAgain() {
    job.directLimit = 0;

    trainOnCluster(
        Map.of(),
        () -> whileOneReplicaIsHeld(() -> assertThat(cluster.dropShuffleFiles()).isPositive()));

    assertThat(failures.reasons).contains("FetchFailed");
  }

  /** The first copy never ends by itself, so it must be the other one that came in. */
  @Test
  void aSpeculativeCopyStandsInForATaskThatHangs() {
    Map<String, String> speculation =
        Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "50ms",
            "spark.speculation.quantile", "0.5",
            "spark.speculation.multiplier", "1.1");

    trainOnCluster(speculation, faults::hold);

    assertThat(failures.reasons).contains("TaskKilled");
  }

  @Test
  void executorsMayComeAndGo() {
    Map<String, String> allocation =
        Map.of(
            "spark.dynamicAllocation.enabled", "true",
            "spark.dynamicAllocation.shuffleTracking.enabled", "true",
            "spark.dynamicAllocation.maxExecutors", "2",
            "spark.dynamicAllocation.executorIdleTimeout", "1s",
            "spark.dynamicAllocation.cachedExecutorIdleTimeout", "1s");

    trainOnCluster(allocation, faults::fail);
  }

  /** Trains on the cluster, where {@code fault} happens before a round in the middle. */
  private void trainOnCluster(Map<String, String> more, Runnable fault) {
    Map<String, String> settings = new HashMap<>(faults.settings(cluster.settings()));
    settings.putAll(more);
    SparkTest.on(
        cluster.master(),
        settings,
        spark -> {
          spark.sparkContext().addSparkListener(failures);
          train(spark, job, folder.resolve("run"), before(STRUCK_ROUND, fault));
          return null;
        });

    meantime.join();
    assertThat(faults.struck()).isTrue();
    assertThat(weights(folder.resolve("run"))).isEqualTo(undisturbed);
  }

  private static TestJob job() {
    TestJob job = TestJob.stateful();
    job.window = 6;
    job.localSteps = 2;
    return job;
  }

  private static void train(SparkSession spark, TestJob job, Path run, TrainingListener listener) {
    PreparedDataSet data = PreparedDataSet.open(spark, fleet.resolve("prepared").toString());
    new DistributedTrainer(spark, job.in(run), listener).train(data, Optional.empty());
  }

  private static TrainingListener before(int round, Runnable fault) {
    return new TrainingListener() {
      @Override
      public void roundEnded(RoundReport report) {
        if (report.epoch() == 1 && report.round() == round - 1) {
          fault.run();
        }
      }
    };
  }

  private static byte[] weights(Path run) {
    try {
      return Files.readAllBytes(run.resolve("model/weights.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code deed} is done once the other replica has ended. */
  private void whileOneReplicaIsHeld(Deed deed) {
    int ended = failures.ended.get();
    faults.hold();
    inTheMeantime(
        () -> {
          faults.holder();
          Faults.await("the other replica", () -> failures.ended.get() > ended);
          deed.done();
          faults.release();
        });
  }

  /** What a test does while the training's own thread is busy with the round. */
  private interface Deed {
    void done() throws IOException;
  }

  private void inTheMeantime(Deed deed) {
    meantime =
        CompletableFuture.runAsync(
            () -> {
              try {
                deed.done();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** How the tasks ended that did not end well. */
  private static final class Failures extends SparkListener {
    final List<String> reasons = new CopyOnWriteArrayList<>();
    final AtomicInteger ended = new AtomicInteger();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      ended.incrementAndGet();
      if (!end.taskInfo().successful()) {
        reasons.add(end.reason().getClass().getSimpleName());
      }
    }
  }
}
