package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.ScheduleKind;
import org.sluice.spark.SparkTest;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.train.AveragingSpec.AtSync;
import org.sluice.spark.train.AveragingSpec.Kind;
import org.sluice.spark.train.TrainingSpec.ReduceSpec;

/** A training that stopped and went on is the training that never stopped. */
final class ResumeTest {
  @TempDir static Path fleet;
  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void prepare() {
    Fleet.prepare(spark(), fleet);
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void stoppedAndResumedAgainAndAgainItComesToTheSameBytes(Sampling sampling) throws IOException {
    TestJob job = sampling == Sampling.WINDOWED ? TestJob.windowed() : TestJob.stateful();
    job.patience = 2;
    job.epochs = 3;
    assertSameInParts(job);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyAveraging")
  void everyAveragingGoesOn(String name, TestJob job) throws IOException {
    assertSameInThreeParts(job);
  }

  static Stream<Arguments> everyAveraging() {
    return Stream.of(
        arguments("block momentum, stopped in and behind its warm start", blockMomentum(false)),
        arguments("block momentum that looks ahead, likewise", blockMomentum(true)),
        arguments("Nesterov", nesterov()),
        arguments("gradients", gradients()),
        arguments("kept moments of Adam", keptMoments()),
        arguments("replicas in 16 bits", bits16()),
        arguments("the mean of the last rounds", lastRounds()),
        arguments("fewer and fewer local steps", fewerSteps()));
  }

  /** Replica 0 trains alone in the first 5 of 13 rounds. */
  private static TestJob blockMomentum(boolean looksAhead) {
    TestJob job = TestJob.windowed();
    job.averaging = averaging(Kind.BLOCK_MOMENTUM, 1, looksAhead, 0.4, Optional.empty());
    return job;
  }

  private static TestJob nesterov() {
    TestJob job = TestJob.windowed();
    job.averaging = averaging(Kind.NESTEROV, 0.7, false, 0, Optional.empty());
    job.optimizer = OptimizerKind.ADAMW;
    job.rate = 0.01;
    return job;
  }

  private static TestJob gradients() {
    TestJob job = TestJob.stateful();
    job.averaging = averaging(Kind.GRADIENT, 1, false, 0, Optional.empty());
    job.optimizer = OptimizerKind.ADAM;
    job.localSteps = 1;
    job.rate = 0.01;
    return job;
  }

  private static TestJob keptMoments() {
    TestJob job = TestJob.windowed();
    job.averaging = averaging(Kind.AVERAGE, 1, false, 0, Optional.of(AtSync.AVERAGE));
    job.optimizer = OptimizerKind.ADAM;
    job.rate = 0.01;
    return job;
  }

  private static TestJob bits16() {
    TestJob job = TestJob.windowed();
    job.deltas = ReduceSpec.Deltas.BITS16;
    return job;
  }

  private static TestJob lastRounds() {
    TestJob job = TestJob.windowed();
    job.iterates = new IteratesSpec(9, Optional.empty());
    return job;
  }

  private static TestJob fewerSteps() {
    TestJob job = TestJob.windowed();
    job.localStepsSchedule = new LocalStepsSchedule(LocalStepsSchedule.Kind.LOSS, 0.8, 2);
    job.epochs = 3;
    return job;
  }

  private static AveragingSpec averaging(
      Kind kind, double rate, boolean looksAhead, double warmStart, Optional<AtSync> atSync) {
    return new AveragingSpec(
        kind, Optional.empty(), rate, looksAhead, warmStart, Double.POSITIVE_INFINITY, atSync);
  }

  @Test
  void anAverageThatWasTriggeredGoesOn() throws IOException {
    TestJob job = TestJob.windowed();
    job.iterates = new IteratesSpec(1, Optional.of(0));
    job.rate = 1.5; // rough enough for losses that rise
    job.epochs = 5;

    assertSameInThreeParts(job);

    assertThat(recorder.epochs).anyMatch(epoch -> epoch.iterates() != null);
  }

  /** One replica keeps its momentum, and the schedule looks back at the validations. */
  @Test
  void theOptimizersStateAndTheScheduleGoOnToo() throws IOException {
    TestJob job = TestJob.windowed();
    job.replicas = 1;
    job.localSteps = 10;
    job.schedule = TestJob.schedule(ScheduleKind.REDUCE_ON_PLATEAU);
    job.rate = 0.5;
    job.epochs = 3;
    assertSameInParts(job);
  }

  @Test
  void aFinishedTrainingSaysSoAndIsLeftAlone() throws IOException {
    TestJob job = TestJob.windowed();
    Model model = trainer(job, "run", recorder).train(data(), Optional.empty());
    byte[] history = Files.readAllBytes(folder.resolve("run/history.jsonl"));
    recorder.rounds.clear();

    Model again = trainer(job, "run", recorder).resume(data(), List.of());

    assertThat(again.theta()).isEqualTo(model.theta());
    assertThat(recorder.rounds).isEmpty();
    assertThat(recorder.notes)
        .singleElement()
        .asString()
        .contains("is finished after 2 epochs", "--resume-with training.epochs");
    assertThat(folder.resolve("run/history.jsonl")).hasBinaryContent(history);
  }

  @Test
  void aFinishedTrainingGoesOnForMoreEpochsThatAreMeant() throws IOException {
    TestJob job = TestJob.windowed();
    trainer(job, "parts", recorder).train(data(), Optional.empty());
    job.epochs = 3;

    assertThatThrownBy(() -> trainer(job, "parts", recorder).resume(data(), List.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "training.epochs was 2 when the training began and is now 3;"
                + " if that is meant, give --resume-with training.epochs");
    trainer(job, "parts", recorder).resume(data(), List.of("training.epochs"));
    trainer(job, "whole", recorder).train(data(), Optional.empty());

    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void settingsThatShapeTheStateCannotChange() {
    TestJob job = TestJob.windowed();
    trainer(job, "run", recorder).train(data(), Optional.empty());
    job.localSteps = 6;

    assertThatThrownBy(() -> trainer(job, "run", recorder).resume(data(), List.of("training")))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "training.localSteps was 5 when the training began and is now 6,"
                + " which cannot change within a training;");
  }

  @Test
  void anotherTableIsRefused() {
    TestJob job = TestJob.windowed();
    job.epochs = 1;
    trainer(job, "run", recorder).train(data(), Optional.empty());
    PreparedDataSet other = Fleet.prepare(spark(), folder.resolve("other"), 30);

    assertThatThrownBy(() -> trainer(job, "run", recorder).resume(other, List.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data is another one than the training began with");
  }

  @Test
  void whereNoCheckpointIsGoodOneSentenceSaysSo() throws IOException {
    TestJob job = TestJob.windowed();
    job.epochs = 1;
    trainer(job, "run", recorder).train(data(), Optional.empty());
    for (Path checkpoint : checkpoints()) {
      Files.write(checkpoint.resolve("checkpoint.json"), new byte[] {'{'});
    }

    assertThatThrownBy(() -> trainer(job, "run", recorder).resume(data(), List.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("there is no good checkpoint in " + folder.resolve("run"));
    assertThat(recorder.warnings).hasSize(checkpoints().size()).isNotEmpty();
  }

  @Test
  void aDamagedCheckpointIsNamedAndTheOneBeforeItLeadsToTheSameBytes() throws IOException {
    TestJob job = TestJob.windowed();
    trainer(job, "whole", recorder).train(data(), Optional.empty());
    job.checkpoint = new CheckpointSpec(2, 0, 3);
    assertStops(() -> trainer(job, "parts", stopAfter(9)).train(data(), Optional.empty()));
    Path newest = folder.resolve("parts/checkpoints/round-00000008/arrays.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 1] ^= 1;
    Files.write(newest, bytes);
    recorder.rounds.clear();

    trainer(job, "parts", recorder).resume(data(), List.of());

    assertThat(recorder.warnings).singleElement().asString().contains(newest.toString());
    assertThat(recorder.rounds.get(0).round()).isEqualTo(7);
    assertSameRun("whole", "parts");
  }

  @Test
  void aNewTrainingRemovesTheCheckpointsOfTheOneBefore() throws IOException {
    TestJob job = TestJob.windowed();
    job.checkpoint = new CheckpointSpec(5, 0, 2);
    trainer(job, "run", recorder).train(data(), Optional.empty());
    assertThat(checkpoints()).hasSize(2);

    assertStops(() -> trainer(job, "run", stopAfter(1)).train(data(), Optional.empty()));

    assertThat(checkpoints()).isEmpty();
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsAWarningAndTrainingGoesOn() throws IOException {
    TestJob job = TestJob.windowed();
    job.epochs = 1;
    trainer(job, "whole", recorder).train(data(), Optional.empty());
    Files.createDirectories(folder.resolve("run"));
    Files.createFile(folder.resolve("run/checkpoints"));

    trainer(job, "run", recorder).train(data(), Optional.empty());

    assertThat(recorder.warnings)
        .singleElement()
        .asString()
        .contains("checkpoints/round-00000013 could not be written: ");
    assertThat(weights("run")).isEqualTo(weights("whole"));
  }

  /**
   * A whole training and one that stops in its fourth round, and six rounds before its end: each
   * time in the middle of an epoch and behind its newest checkpoint.
   */
  private void assertSameInThreeParts(TestJob job) throws IOException {
    trainer(job, "whole", recorder).train(data(), Optional.empty());
    int rounds = recorder.rounds.size();

    job.checkpoint = new CheckpointSpec(3, 0, 2);
    assertStops(() -> trainer(job, "parts", stopAfter(4)).train(data(), Optional.empty()));
    assertStops(() -> trainer(job, "parts", stopAfter(rounds - 6 - 3)).resume(data(), List.of()));
    trainer(job, "parts", new Recorder()).resume(data(), List.of());

    assertSameRun("whole", "parts");
  }

  /** A whole training and one that stops every four rounds, saved every three. */
  private void assertSameInParts(TestJob job) throws IOException {
    trainer(job, "whole", recorder).train(data(), Optional.empty());
    int rounds = recorder.rounds.size();

    job.checkpoint = new CheckpointSpec(3, 0, 2);
    assertStops(() -> trainer(job, "parts", stopAfter(4)).train(data(), Optional.empty()));
    for (int done = 3; done + 4 < rounds; done = (done + 4) / 3 * 3) {
      assertStops(() -> trainer(job, "parts", stopAfter(4)).resume(data(), List.of()));
    }
    trainer(job, "parts", recorder).resume(data(), List.of());

    assertSameRun("whole", "parts");
  }

  private void assertSameRun(String expected, String found) throws IOException {
    assertThat(weights(found)).isEqualTo(weights(expected));
    assertThat(folder.resolve(found + "/model/model.json"))
        .hasSameTextualContentAs(folder.resolve(expected + "/model/model.json"));
    assertThat(history(found)).isEqualTo(history(expected));
  }

  private byte[] weights(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run + "/model/weights.safetensors"));
  }

  /** Without the wall times. */
  private List<String> history(String run) throws IOException {
    return Files.readAllLines(folder.resolve(run + "/history.jsonl")).stream()
        .map(line -> line.replaceAll(",\"seconds\":.*", ""))
        .toList();
  }

  private List<Path> checkpoints() throws IOException {
    try (var found = Files.list(folder.resolve("run/checkpoints"))) {
      return found.toList();
    }
  }

  private static void assertStops(Runnable training) {
    assertThatThrownBy(training::run).isInstanceOf(Stop.class);
  }

  private static TrainingListener stopAfter(int rounds) {
    return new TrainingListener() {
      private int seen;

      @Override
      public void roundEnded(RoundReport report) {
        if (++seen == rounds) {
          throw new Stop();
        }
      }
    };
  }

  private DistributedTrainer trainer(TestJob job, String run, TrainingListener listener) {
    return new DistributedTrainer(spark(), job.in(folder.resolve(run)), listener);
  }

  private static PreparedDataSet data() {
    return PreparedDataSet.open(spark(), fleet.resolve("prepared").toString());
  }

  private static SparkSession spark() {
    return SparkTest.spark();
  }

  /** Ends a training from within, at a round that a test chooses. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
