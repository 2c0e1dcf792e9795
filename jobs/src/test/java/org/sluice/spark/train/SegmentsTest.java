package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.HandMadeData;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.train.TrainingSpec.SegmentsSpec;

/** Training segment by segment comes to the bytes of training on all there is at once. */
final class SegmentsTest {
  @TempDir static Path fleet;
  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void prepare() {
    Fleet.prepare(SparkTest.spark(), fleet);
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void manySegmentsGiveTheBytesOfOne(Sampling sampling) {
    TestJob job = TestJob.inBlocks(sampling);
    train(job, "whole", new Recorder());
    job.segmentsLimit = 0.005;
    train(job, "parts", recorder);

    assertThat(recorder.plans).singleElement().asString().contains("segments   4 an epoch");
    assertThat(recorder.warnings).isEmpty();
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  /** The others are behind replica 0 there, in other blocks of their windows. */
  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void aWarmStartAndOverlappingWindowsKeepTheirBytesToo(Sampling sampling) {
    TestJob job = TestJob.inBlocks(sampling);
    job.stride = Optional.of(2);
    job.averaging =
        new AveragingSpec(
            AveragingSpec.Kind.BLOCK_MOMENTUM,
            Optional.empty(),
            1,
            true,
            0.25,
            Double.POSITIVE_INFINITY,
            Optional.empty());
    train(job, "whole", new Recorder());
    job.segmentsLimit = 0.005;
    train(job, "parts", recorder);

    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void stoppedInsideASegmentAndResumedItComesToTheSameBytes(Sampling sampling) {
    TestJob job = TestJob.inBlocks(sampling);
    train(job, "whole", new Recorder());
    job.segmentsLimit = 0.005;
    job.checkpoint = new CheckpointSpec(3, 0, 2);
    assertThatThrownBy(() -> train(job, "parts", stopAfter(6))).isInstanceOf(Stop.class);
    job.segmentsLimit = 0.003; // no part of the result: it may change
    trainer(job, "parts", recorder).resume(data(), List.of());

    assertThat(recorder.rounds.get(0).round()).isEqualTo(4);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void noMoreThanTwoSegmentsAreInMemory() throws IOException {
    PreparedDataSet data = longSeries(40_000);
    TestJob job = TestJob.stateful();
    job.lanes = 8;
    job.window = 50;
    job.epochs = 2;
    List<RDDInfo[]> whole = new ArrayList<>();
    List<RDDInfo[]> parts = new ArrayList<>();

    trainer(job, "whole", watching(whole)).train(data, Optional.empty());
    job.segmentsLimit = 0.14;
    trainer(job, "parts", watching(parts)).train(data, Optional.empty());

    assertThat(whole).allMatch(held -> held.length == 1);
    assertThat(parts).allMatch(held -> held.length <= 2);
    assertThat(parts.stream().flatMap(Arrays::stream).map(RDDInfo::id).distinct()).hasSize(10);
    assertThat(bytes(parts)).isLessThan(bytes(whole) / 2);
    assertThat(SparkTest.spark().sparkContext().getPersistentRDDs().isEmpty()).isTrue();
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void segmentsAreOfAsManyRoundsAsTwoMayBeHeldOf() {
    SegmentsSpec spec = new SegmentsSpec(10);
    assertThat(SegmentPlan.of(spec, 10_000_000, 100, 1))
        .isEqualTo(new SegmentPlan(100, 1, 10_000_000));
    assertThat(SegmentPlan.of(spec, 100_000_000, 100, 1))
        .isEqualTo(new SegmentPlan(5, 20, 10_000_000));
    assertThat(SegmentPlan.of(spec, 100_000_000, 100, 4))
        .isEqualTo(new SegmentPlan(4, 25, 8_000_000));
    assertThat(SegmentPlan.of(new SegmentsSpec(Double.POSITIVE_INFINITY), 1, 9, 2).isWhole())
        .isTrue();
  }

  @Test
  void segmentsThatCannotBeSmallEnoughAreNamed() {
    SegmentsSpec spec = new SegmentsSpec(1);
    SegmentPlan plan = SegmentPlan.of(spec, 100_000_000, 100, 8);
    assertThat(plan).isEqualTo(new SegmentPlan(8, 13, 16_000_000));
    assertThat(plan.warning(spec))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .startsWith("training.segments.limit is 1.0 MB, but two segments of 8 rounds")
                    .contains("16.0 MB", "training.shuffleRounds"));
    assertThat(plan.warning(new SegmentsSpec(16))).isEmpty();
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    TestJob windowed = TestJob.windowed();
    windowed.segmentsLimit = 1;
    assertThatThrownBy(windowed::training)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.segments.limit needs training.shuffleRounds");
    TestJob stateful = TestJob.stateful();
    stateful.shuffleRounds = Optional.of(2);
    assertThatThrownBy(stateful::training)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.shuffleRounds is of training.sampling = windowed");
    assertThatThrownBy(() -> new SegmentsSpec(0))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.segments.limit must be above 0, got 0.0");
  }

  private PreparedDataSet longSeries(int rows) throws IOException {
    float[][] values = new float[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = new float[] {i % 24, i % 24 + 1};
    }
    return new HandMadeData(rows - 200, rows - 100, rows)
        .series(0, values)
        .write(SparkTest.spark(), folder.resolve("long"), 3);
  }

  /** Of the largest round. */
  private static long bytes(List<RDDInfo[]> rounds) {
    return rounds.stream()
        .mapToLong(held -> Arrays.stream(held).mapToLong(RDDInfo::memSize).sum())
        .max()
        .orElseThrow();
  }

  /** Keeps what there is of training shards in memory after each round. */
  private static TrainingListener watching(List<RDDInfo[]> seen) {
    return new TrainingListener() {
      @Override
      public void roundEnded(RoundReport report) {
        RDDInfo[] all = SparkTest.spark().sparkContext().getRDDStorageInfo();
        seen.add(
            Arrays.stream(all)
                .filter(rdd -> rdd.name().equals("training shards"))
                .toArray(RDDInfo[]::new));
      }
    };
  }

  private static TrainingListener stopAfter(int rounds) {
    return new TrainingListener() {
      @Override
      public void roundEnded(RoundReport report) {
        if (report.round() == rounds) {
          throw new Stop();
        }
      }
    };
  }

  private void train(TestJob job, String run, TrainingListener listener) {
    trainer(job, run, listener).train(data(), Optional.empty());
  }

  private DistributedTrainer trainer(TestJob job, String run, TrainingListener listener) {
    return new DistributedTrainer(SparkTest.spark(), job.in(folder.resolve(run)), listener);
  }

  private static PreparedDataSet data() {
    SparkSession spark = SparkTest.spark();
    return PreparedDataSet.open(spark, fleet.resolve("prepared").toString());
  }

  private byte[] weights(String run) {
    try {
      return Files.readAllBytes(folder.resolve(run + "/model/weights.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a training from within, at a round that a test chooses. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
