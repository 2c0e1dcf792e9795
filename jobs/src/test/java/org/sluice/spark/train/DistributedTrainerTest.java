package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.engine.optim.ScheduleKind;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.train.TrainingSpec.ReduceSpec.Deltas;

final class DistributedTrainerTest {
  /** What a forecast of the training mean would score: the targets' variance, scaled to 1. */
  private static final double LOSS_OF_THE_MEAN = 1;

  @TempDir static Path fleet;
  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void prepare() {
    Fleet.prepare(spark(), fleet);
  }

  @Test
  void windowedTrainingLowersTheValidationLoss() {
    TestJob job = TestJob.windowed();
    job.epochs = 4;

    train(job);

    assertThat(lastLoss()).isLessThan(firstLoss()).isLessThan(0.5 * LOSS_OF_THE_MEAN);
    assertThat(recorder.warnings).isEmpty();
  }

  @Test
  void statefulTrainingLowersTheValidationLoss() {
    TestJob job = TestJob.stateful();
    job.epochs = 4;

    train(job);

    assertThat(lastLoss()).isLessThan(firstLoss()).isLessThan(0.5 * LOSS_OF_THE_MEAN);
  }

  @Test
  void overlappingStatefulWindowsLowerTheValidationLossAndCountEachStepOnce() {
    TestJob job = TestJob.stateful();
    job.stride = Optional.of(4);

    train(job);

    assertThat(lastLoss()).isLessThan(0.5 * LOSS_OF_THE_MEAN);
    // 807 steps with a row behind them in 2 shards of 4 streams, 4 steps of each at a time
    assertThat(recorder.rounds.stream().mapToLong(RoundReport::steps).sum())
        .isEqualTo(2L * 2 * 26 * 4 * 4);
  }

  @Test
  void anEpochHasAsManyRoundsAsItsLongestShardNeeds() {
    TestJob job = TestJob.windowed();

    train(job);

    // 3 series with 280, 270 and 260 rows of training, so 267, 257 and 247 windows of 14 rows:
    // blocks 0 and 2 go to shard 0, 514 windows in 65 batches of 8
    assertThat(recorder.rounds).hasSize(2 * 13).allMatch(round -> round.rounds() == 13);
    assertThat(recorder.rounds.stream().mapToLong(RoundReport::steps).sum())
        .isEqualTo(2L * (65 + 33) * 8 * 12);
  }

  @Test
  void theBestModelIsStoredWithItsHistory() throws IOException {
    Model model = train(TestJob.windowed());

    Model stored =
        ModelFiles.read(
            new HadoopFileStore(
                folder.resolve("run/model").toString(),
                spark().sparkContext().hadoopConfiguration()));
    assertThat(stored.theta()).isEqualTo(model.theta());
    assertThat(stored.provenance()).isEqualTo(model.provenance()).containsEntry("epochs", "2");
    assertThat(Files.readAllLines(folder.resolve("run/history.jsonl")))
        .hasSize(recorder.rounds.size() + recorder.epochs.size());
  }

  @Test
  void trainingEndsWhenThePatienceIsUsedUpAndKeepsTheBestEpoch() {
    TestJob job = TestJob.windowed();
    job.epochs = 40;
    job.patience = 1;
    job.rate = 1.5;

    Model model = train(job);

    int done = recorder.epochs.size();
    assertThat(done).isLessThan(40);
    assertThat(recorder.epochs.get(done - 1).best()).isFalse();
    assertThat(recorder.epochs.get(done - 2).best()).isTrue();
    assertThat(model.provenance())
        .containsEntry("epochs", "" + done)
        .containsEntry("best epoch", "" + (done - 1));
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfAveragingLowersTheValidationLoss(AveragingSpec.Kind kind) {
    TestJob job = TestJob.windowed();
    job.averaging = TestJob.averaging(kind);
    job.epochs = 4;
    job.localSteps = kind == AveragingSpec.Kind.GRADIENT ? 1 : 5;
    if (kind == AveragingSpec.Kind.NESTEROV) {
      job.rate = 0.02; // its outer momentum of 0.9 goes ten times as far
    }

    train(job);

    assertThat(lastLoss()).isLessThan(firstLoss()).isLessThan(0.5 * LOSS_OF_THE_MEAN);
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOCK_MOMENTUM", "GRADIENT"})
  void sixteenBitsLearnAsWellAsThirtyTwo(AveragingSpec.Kind kind) {
    TestJob job = TestJob.windowed();
    job.averaging = TestJob.averaging(kind);
    job.localSteps = kind == AveragingSpec.Kind.GRADIENT ? 1 : 5;
    train(job);
    double exact = lastLoss();
    job.deltas = Deltas.BITS16;

    train(job);

    assertThat(lastLoss()).isNotEqualTo(exact).isCloseTo(exact, withinPercentage(1));
  }

  @Test
  void aWarmStartBeginsWithTheWindowsOfReplica0Alone() {
    TestJob job = TestJob.windowed();
    job.averaging =
        new AveragingSpec(
            AveragingSpec.Kind.BLOCK_MOMENTUM,
            Optional.empty(),
            1,
            false,
            0.3,
            Double.POSITIVE_INFINITY,
            Optional.empty());

    train(job);

    // 13 rounds of replica 0 and 7 of replica 1, whose first comes 4 later; 5 steps of 8 windows
    assertThat(recorder.rounds).hasSize(13 + 13);
    assertThat(recorder.rounds.subList(0, 4)).allMatch(round -> round.steps() == 5 * 8 * 12);
    assertThat(recorder.rounds.get(4).steps()).isEqualTo(2 * 5 * 8 * 12);
    assertThat(recorder.rounds.stream().mapToLong(RoundReport::steps).sum())
        .isEqualTo(2L * (65 + 33) * 8 * 12);
  }

  @Test
  void theLearningRateFollowsItsSchedule() {
    TestJob job = TestJob.windowed();
    job.schedule = TestJob.schedule(ScheduleKind.STEP);

    train(job);

    assertThat(recorder.rounds.subList(0, 13)).allMatch(round -> round.rate() == 0.1);
    assertThat(recorder.rounds.subList(13, 26)).allMatch(round -> round.rate() == 0.05);
  }

  @Test
  void localStepsFallWithTheValidationLossAndEveryWindowIsStillTrainedOnOnce() {
    TestJob job = TestJob.windowed();
    job.localStepsSchedule = new LocalStepsSchedule(LocalStepsSchedule.Kind.LOSS, 0.8, 2);
    job.epochs = 4;

    train(job);

    int least = 5;
    for (int epoch = 1; epoch <= 4; epoch++) {
      int now = epoch;
      List<RoundReport> rounds = recorder.rounds.stream().filter(r -> r.epoch() == now).toList();
      int steps = rounds.get(0).localSteps();
      assertThat(steps).isBetween(2, least);
      assertThat(rounds).hasSize((65 + steps - 1) / steps);
      assertThat(rounds).allMatch(r -> r.localSteps() == steps && r.rounds() == rounds.size());
      assertThat(rounds.stream().mapToLong(RoundReport::steps).sum()).isEqualTo((65 + 33) * 8 * 12);
      least = steps;
    }
    assertThat(least).isLessThan(5);
  }

  @Test
  void aStreamThatStopsBeingFiniteIsNamedByItsWindow() {
    TestJob job = TestJob.stateful();
    job.rate = 1e30;

    assertThatThrownBy(() -> train(job))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("shard 0 in window 3 of its lanes;");
  }

  @Test
  void aTrainingGoesOnFromAStoredModel() {
    Model first = train(TestJob.windowed());
    double reached = lastLoss();
    TestJob job = TestJob.windowed();
    job.epochs = 1;

    Model second = train(job, Optional.of(first));

    assertThat(lastLoss()).isLessThan(reached);
    assertThat(second.preprocessing()).isEqualTo(first.preprocessing());
  }

  @Test
  void aModelOfAnotherShapeIsNoPlaceToStartFrom() {
    Model first = train(TestJob.windowed());
    TestJob wider = TestJob.windowed();
    wider.hidden = 16;
    TestJob longer = TestJob.windowed();
    longer.horizon = 3;

    assertThatThrownBy(() -> train(wider, Optional.of(first)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("model.layers")
        .hasMessageContaining("hidden=8")
        .hasMessageContaining("hidden=16");
    assertThatThrownBy(() -> train(longer, Optional.of(first)))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "model.horizon must be what the model to start from was trained with, 2, got 3");
  }

  @Test
  void lossesThatStopBeingFiniteEndTheTraining() {
    TestJob job = TestJob.windowed();
    job.rate = 1e30;

    assertThatThrownBy(() -> train(job))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.optimizer.rate = 1.0E30 made the loss")
        .hasMessageContaining("round 1 of epoch 1")
        .hasMessageContaining("shard 0 in batch 3 of its epoch, windows 17 to 24 of the shuffled")
        .hasMessageContaining("no model was written");
    assertThat(folder.resolve("run/model")).doesNotExist();
  }

  @Test
  void replicasWithoutWindowsAndReplicasBeyondTheCoresAreNamed() {
    TestJob job = TestJob.windowed();
    job.replicas = 5;
    job.epochs = 1;

    train(job);

    assertThat(recorder.warnings)
        .hasSize(2)
        .anySatisfy(w -> assertThat(w).contains("[3, 4] have no windows", "training.replicas to 3"))
        .anySatisfy(w -> assertThat(w).contains("training.replicas is 5", "2 cores"));
  }

  @Test
  void aRehearsalTellsThePlanAndWritesNothing() {
    trainer(TestJob.windowed()).rehearse(data(), Optional.empty());

    assertThat(recorder.plans)
        .hasSize(2)
        .anySatisfy(plan -> assertThat(plan).startsWith("plan: 2 replicas of 8 lanes, 771 windows"))
        .anySatisfy(plan -> assertThat(plan).contains("rehearsal", "a round takes"));
    assertThat(recorder.rounds).isEmpty();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anAbsurdValueInTheTestSpanChangesNoBitOfTheModel() {
    PreparedDataSet planted = Fleet.prepare(spark(), folder.resolve("planted"), 1e9);
    TestJob job = TestJob.windowed();
    job.epochs = 1;

    Model expected = trainer(job).train(data(), Optional.empty());
    Model found = trainer(job).train(planted, Optional.empty());

    assertThat(found.theta()).isEqualTo(expected.theta());
    assertThat(found.preprocessing().at("/data/statistics"))
        .isEqualTo(expected.preprocessing().at("/data/statistics"));
  }

  private Model train(TestJob job) {
    return train(job, Optional.empty());
  }

  private Model train(TestJob job, Optional<Model> from) {
    return trainer(job).train(data(), from.map(model -> new StartModel(model, "")));
  }

  private DistributedTrainer trainer(TestJob job) {
    return new DistributedTrainer(spark(), job.in(folder.resolve("run")), recorder);
  }

  private static PreparedDataSet data() {
    return PreparedDataSet.open(spark(), fleet.resolve("prepared").toString());
  }

  private static SparkSession spark() {
    return SparkTest.spark();
  }

  private double firstLoss() {
    return recorder.epochs.get(0).validationLoss();
  }

  private double lastLoss() {
    return recorder.epochs.get(recorder.epochs.size() - 1).validationLoss();
  }
}
