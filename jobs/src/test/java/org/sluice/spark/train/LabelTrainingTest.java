package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.spark.SparkTest;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.cluster.StandaloneCluster;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

/** Models that tell the labels of a table, trained in every way of reading it. */
final class LabelTrainingTest {
  /** What knowing nothing of three classes scores, about. */
  private static final double LOG_3 = StrictMath.log(3);

  @TempDir static Path steps;
  @TempDir static Path series;
  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void prepare() {
    Regimes.ofSteps(SparkTest.spark(), steps);
    Regimes.ofSeries(SparkTest.spark(), series);
  }

  private static TestJob job(Sampling sampling) {
    TestJob job = sampling == Sampling.STATEFUL ? TestJob.stateful() : TestJob.windowed();
    job.sampling = sampling;
    job.optimizer = OptimizerKind.ADAM;
    job.rate = 0.02;
    job.epochs = 4;
    job.localSteps = 2;
    return job;
  }

  private Model train(SparkSession spark, TestJob job, Path data) {
    return new DistributedTrainer(spark, job.labelling(folder.resolve("run")), recorder)
        .train(PreparedDataSet.open(spark, data.resolve("prepared").toString()), Optional.empty());
  }

  private Model train(TestJob job, Path data) {
    return train(SparkTest.spark(), job, data);
  }

  private double lastLoss() {
    return recorder.epochs.get(recorder.epochs.size() - 1).validationLoss();
  }

  @Test
  void theLabelOfAWindowsLastStepIsLearnt() {
    TestJob job = job(Sampling.WINDOWED);
    job.epochs = 2;

    Model model = train(job, steps);

    assertThat(lastLoss()).isLessThan(0.5 * LOG_3);
    assertThat(model.spec().outputs()).isEqualTo(3);
  }

  @Test
  void labelsOfStreamsAreLearntAndBetterWhereTheyAreDueLater() {
    TestJob atOnce = job(Sampling.STATEFUL);
    atOnce.epochs = 12;
    train(atOnce, steps);
    double loss = lastLoss();
    TestJob later = job(Sampling.STATEFUL);
    later.epochs = 12;
    later.delay = Optional.of(4);

    Model model = train(later, steps);

    assertThat(loss).isLessThan(0.5 * LOG_3);
    assertThat(lastLoss()).isLessThan(0.9 * loss);
    assertThat(Preprocessing.of(model).labels())
        .isEqualTo(new SamplingSpec(Sampling.STATEFUL, true, 4));
  }

  @Test
  void labelsOfTheStepsOfSequencesAreLearnt() {
    TestJob job = job(Sampling.SEQUENCES);
    job.window = 60;
    job.lanes = 4;
    job.epochs = 12;

    Model model = train(job, steps);

    assertThat(lastLoss()).isLessThan(0.5 * LOG_3);
    assertThat(Preprocessing.of(model).labels())
        .isEqualTo(new SamplingSpec(Sampling.SEQUENCES, true, 0));
  }

  @Test
  void theLabelOfAWholeSeriesIsLearnt() {
    TestJob job = job(Sampling.SEQUENCES);
    job.window = 40;
    job.lanes = 8;
    job.epochs = 16;

    Model model = train(job, series);

    assertThat(lastLoss()).isLessThan(0.5 * LOG_3);
    assertThat(Preprocessing.of(model).labels().everyStep()).isFalse();
  }

  @Test
  void aSeriesThatIsTooLongIsReadFromItsEnd() {
    TestJob job = job(Sampling.SEQUENCES);
    job.window = 20;

    train(job, series);

    assertThat(recorder.rounds).isNotEmpty();
    // 84 of 120 series are for training, one sequence each
    assertThat(recorder.rounds.get(0).rounds()).isLessThanOrEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void theModelDoesNotDependOnTheCluster(Sampling sampling) {
    TestJob job = job(sampling);
    job.window = 20;
    job.epochs = 1;
    Model here = train(job, steps);

    float[] elsewhere =
        SparkTest.on("local[1]", Map.of(), spark -> train(spark, job, steps).theta());

    assertThat(elsewhere).isEqualTo(here.theta());
  }

  @Tag("slow")
  @Test
  void aClusterOfTwoExecutorsGivesTheBytesOfOneCore() throws IOException {
    TestJob job = job(Sampling.SEQUENCES);
    job.window = 40;
    job.epochs = 1;
    float[] here = train(job, series).theta();
    try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
      float[] there =
          SparkTest.on(
              cluster.master(), cluster.settings(), spark -> train(spark, job, series).theta());
      assertThat(there).isEqualTo(here);
    }
  }

  @Test
  void manySegmentsOfLabelsThatAreDueLaterGiveTheWeightsOfOne() {
    TestJob job = job(Sampling.STATEFUL);
    job.epochs = 1;
    job.delay = Optional.of(5);
    Model one = train(job, steps);
    job.segmentsLimit = 0.003;

    Model many = train(job, steps);

    assertThat(recorder.plans).last().asString().contains("segments  ");
    assertThat(many.theta()).isEqualTo(one.theta());
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingThatStoppedGoesOnToTheSameWeights(Sampling sampling) {
    TestJob job = job(sampling);
    job.window = 30;
    job.epochs = 1;
    job.delay = sampling == Sampling.STATEFUL ? Optional.of(3) : Optional.empty();
    Model whole = train(job, steps);
    job.checkpoint = new CheckpointSpec(1, 0, 2);
    TrainingListener stops =
        new TrainingListener() {
          @Override
          public void roundEnded(RoundReport report) {
            if (report.round() == 2) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    PreparedDataSet data =
        PreparedDataSet.open(SparkTest.spark(), steps.resolve("prepared").toString());
    TrainingJob parts = job.labelling(folder.resolve("parts"));
    DistributedTrainer stopped = new DistributedTrainer(SparkTest.spark(), parts, stops);
    assertThatThrownBy(() -> stopped.train(data, Optional.empty())).hasMessage("stopped");

    Model resumed =
        new DistributedTrainer(SparkTest.spark(), parts, recorder).resume(data, List.of());

    assertThat(resumed.theta()).isEqualTo(whole.theta());
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    TestJob windowed = job(Sampling.WINDOWED);
    windowed.delay = Optional.of(2);
    refused(windowed, "training.delay is of training.sampling = stateful");
    TestJob sequences = job(Sampling.SEQUENCES);
    sequences.segmentsLimit = 1;
    refused(sequences, "training.segments.limit must be infinity where training.sampling is seq");
    TestJob whole = TestJob.windowed();
    whole.sampling = Sampling.SEQUENCES;
    assertThatThrownBy(() -> whole.in(folder))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.sampling must be windowed or stateful where task is");
    TestJob forecast = TestJob.stateful();
    forecast.delay = Optional.of(2);
    assertThatThrownBy(() -> forecast.in(folder))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.delay is of labels");
  }

  private void refused(TestJob job, String message) {
    assertThatThrownBy(() -> job.labelling(folder))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(message);
  }
}
