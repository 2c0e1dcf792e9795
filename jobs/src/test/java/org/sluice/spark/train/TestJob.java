package org.sluice.spark.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.loss.LossKind;
import org.sluice.engine.loss.LossSettings;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.optim.ScheduleKind;
import org.sluice.engine.optim.ScheduleSettings;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.train.LocalPlan;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.train.TrainingSpec.ReduceSpec;
import org.sluice.spark.train.TrainingSpec.ReduceSpec.Deltas;
import org.sluice.spark.train.TrainingSpec.SegmentsSpec;
import org.sluice.spark.train.TrainingSpec.ValidationSpec;

/** A small training to change in one or two places: two replicas, eight windows at a time. */
final class TestJob {
  static final LocalPlan LOCAL_PLAN =
      new LocalPlan(
          5, OptimizerSettings.of(OptimizerKind.SGD), ClipSettings.NONE, new SquaredError(), false);

  Sampling sampling = Sampling.WINDOWED;
  int window = 12;
  Optional<Integer> stride = Optional.empty();
  Optional<Integer> delay = Optional.empty();
  int horizon = 2;
  int hidden = 8;
  int replicas = 2;
  int lanes = 8;
  int localSteps = 5;
  LocalStepsSchedule localStepsSchedule =
      new LocalStepsSchedule(LocalStepsSchedule.Kind.CONSTANT, 1, 1);
  int epochs = 2;
  int patience = 0;
  double rate = 0.1;
  int directLimit = 64;
  Optional<Integer> shuffleRounds = Optional.empty();
  double segmentsLimit = Double.POSITIVE_INFINITY;
  Deltas deltas = Deltas.EXACT;
  OptimizerKind optimizer = OptimizerKind.SGD;
  AveragingSpec averaging = averaging(AveragingSpec.Kind.AVERAGE);
  ScheduleSettings schedule = schedule(ScheduleKind.CONSTANT);
  LossSettings loss = new LossSettings(LossKind.SQUARED, 1, List.of(), 0);
  IteratesSpec iterates = new IteratesSpec(1, Optional.empty());
  ValidationSpec validation = new ValidationSpec(3, 16);
  CheckpointSpec checkpoint = new CheckpointSpec(0, 0, 2);
  Optional<Duration> roundDeadline = Optional.empty();
  Optional<Duration> budget = Optional.empty();

  private TestJob() {}

  static TestJob windowed() {
    return new TestJob();
  }

  static TestJob stateful() {
    TestJob job = new TestJob();
    job.sampling = Sampling.STATEFUL;
    job.lanes = 4;
    return job;
  }

  /** Of 13 rounds an epoch, which can be held a few at a time. */
  static TestJob inBlocks(Sampling sampling) {
    TestJob job = sampling == Sampling.WINDOWED ? windowed() : stateful();
    if (sampling == Sampling.WINDOWED) {
      job.shuffleRounds = Optional.of(2);
    } else {
      job.window = 4;
      job.localSteps = 2;
    }
    return job;
  }

  static AveragingSpec averaging(AveragingSpec.Kind kind) {
    return new AveragingSpec(
        kind, Optional.empty(), 1, false, 0, Double.POSITIVE_INFINITY, Optional.empty());
  }

  static ScheduleSettings schedule(ScheduleKind kind) {
    return new ScheduleSettings(kind, By.EPOCHS, 0, 0, 1, 0.5, 0, 0, 0, 0, 0);
  }

  TrainingSpec training() {
    return new TrainingSpec(
        sampling,
        window,
        stride,
        delay,
        replicas,
        lanes,
        localSteps,
        localStepsSchedule,
        epochs,
        42,
        shuffleRounds,
        averaging,
        optimizer(),
        schedule,
        ClipSettings.byNorm(1),
        loss,
        iterates,
        patience,
        validation,
        new ReduceSpec(directLimit, deltas),
        new SegmentsSpec(segmentsLimit),
        checkpoint,
        roundDeadline,
        budget);
  }

  private OptimizerSettings optimizer() {
    OptimizerSettings settings = OptimizerSettings.of(optimizer).withRate(rate);
    return optimizer == OptimizerKind.SGD ? settings.withMomentum(0.9) : settings;
  }

  /** A classifier of the labels that the data has. */
  TrainingJob labelling(Path output) {
    return labelling(
        output,
        new TableClassifierSpec(
            CategoryWidths.AUTOMATIC, List.of(new LayerSpec(CellKind.LSTM, hidden)), Pooling.LAST));
  }

  /** The same by a network of one's own. */
  TrainingJob labelling(Path output, NetworkDesign model) {
    loss = new LossSettings(LossKind.CROSS_ENTROPY, 1, List.of(), 0);
    return new TrainingJob("test", output.toString(), model, training());
  }

  TrainingJob in(Path output) {
    ModelSpec model =
        new ModelSpec(
            CategoryWidths.AUTOMATIC,
            List.of(new LayerSpec(CellKind.LSTM, hidden)),
            Pooling.LAST,
            horizon,
            ModelSpec.Center.NONE);
    return new TrainingJob("test", output.toString(), model, training());
  }
}
