package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cluster.Faults;
import org.sluice.spark.prepare.PreparedDataSet;

/**
 * Rounds that hang, budgets that end, shards that have to be cut again: the weights do not notice.
 */
final class LimitsTest {
  @TempDir static Path fleet;
  private static byte[] undisturbed;

  @TempDir Path folder;
  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void trainUndisturbed() {
    Fleet.prepare(SparkTest.spark(), fleet);
    trainer(SparkTest.spark(), TestJob.windowed(), fleet, new Recorder())
        .train(data(SparkTest.spark()), Optional.empty());
    undisturbed = weights(fleet);
  }

  @Test
  void aRoundThatHangsIsGivenUpWithASentenceAndResumed() throws IOException {
    Faults faults = new Faults(folder.resolve("faults"));
    TestJob job = TestJob.windowed();
    job.roundDeadline = Optional.of(Duration.ofSeconds(20));
    TrainingListener hanging =
        new TrainingListener() {
          @Override
          public void roundEnded(RoundReport report) {
            if (report.round() == 2) {
              faults.hold();
            }
          }
        };

    SparkTest.on(
        "local[2]",
        faults.settings(Map.of()),
        spark -> {
          assertThatThrownBy(
                  () -> trainer(spark, job, folder, hanging).train(data(spark), Optional.empty()))
              .isInstanceOf(LateException.class)
              .hasMessageStartingWith(
                  "round 3 of epoch 1 took longer than training.roundDeadline (20s): ")
              .hasMessageContaining("--resume");
          return null;
        });
    SparkSession spark = SparkTest.spark();
    trainer(spark, job, folder, recorder).resume(data(spark), List.of());

    assertThat(recorder.rounds.get(0).round()).isEqualTo(3);
    assertThat(weights(folder)).isEqualTo(undisturbed);
  }

  @Test
  void aBudgetThatIsUsedUpEndsTrainingAtABorderSaved() {
    SparkSession spark = SparkTest.spark();
    TestJob job = TestJob.windowed();
    job.budget = Optional.of(Duration.ofNanos(1));

    assertThatThrownBy(
            () -> trainer(spark, job, folder, recorder).train(data(spark), Optional.empty()))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("before the first epoch ended, so there is no model yet");

    assertThat(recorder.rounds).hasSize(1);
    assertThat(recorder.notes).singleElement().asString().contains("after round 1 of epoch 1");
    job.budget = Optional.empty();
    trainer(spark, job, folder, recorder).resume(data(spark), List.of());
    assertThat(weights(folder)).isEqualTo(undisturbed);
  }

  @Test
  void shardsThatAreCutAgainInEveryRoundAreAWarningThatGrowsRare() {
    SparkSession spark = SparkTest.spark();
    TrainingListener dropping =
        new TrainingListener() {
          @Override
          public void roundEnded(RoundReport report) {
            spark.sparkContext().getPersistentRDDs().values().foreach(rdd -> rdd.unpersist(true));
          }
        };

    trainer(spark, TestJob.windowed(), folder, TrainingListener.all(List.of(recorder, dropping)))
        .train(data(spark), Optional.empty());

    // in 25 rounds after the first, 2 shards in each: told after 2, 4, 8 and 16
    assertThat(recorder.warnings)
        .hasSize(4)
        .first()
        .asString()
        .startsWith("in 2 rounds so far shards had to be cut again (in the last one, 2 times)");
    assertThat(weights(folder)).isEqualTo(undisturbed);
  }

  private static DistributedTrainer trainer(
      SparkSession spark, TestJob job, Path run, TrainingListener listener) {
    return new DistributedTrainer(spark, job.in(run), listener);
  }

  private static PreparedDataSet data(SparkSession spark) {
    return PreparedDataSet.open(spark, fleet.resolve("prepared").toString());
  }

  private static byte[] weights(Path run) {
    try {
      return Files.readAllBytes(run.resolve("model/weights.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
