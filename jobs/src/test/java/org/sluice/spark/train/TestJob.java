package org.sluice.spark.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.spark.checkpoint.CheckpointSpec;
import org.sluice.spark.train.TrainingSpec.Averaging;
import org.sluice.spark.train.TrainingSpec.ClipSpec;
import org.sluice.spark.train.TrainingSpec.OptimizerKind;
import org.sluice.spark.train.TrainingSpec.OptimizerSpec;
import org.sluice.spark.train.TrainingSpec.Sampling;
import org.sluice.spark.train.TrainingSpec.ValidationSpec;

/** A small training to change in one or two places: two replicas, eight windows at a time. */
final class TestJob {
  Sampling sampling = Sampling.WINDOWED;
  int window = 12;
  Optional<Integer> stride = Optional.empty();
  int horizon = 2;
  int hidden = 8;
  int replicas = 2;
  int lanes = 8;
  int localSteps = 5;
  int epochs = 2;
  int patience = 0;
  double rate = 0.1;
  ValidationSpec validation = new ValidationSpec(3, 16);
  CheckpointSpec checkpoint = new CheckpointSpec(0, 0, 2);

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

  TrainingSpec training() {
    return new TrainingSpec(
        sampling,
        window,
        stride,
        replicas,
        lanes,
        localSteps,
        epochs,
        42,
        Averaging.AVERAGE,
        new OptimizerSpec(OptimizerKind.SGD, rate, 0.9, Optional.empty()),
        new ClipSpec(Optional.of(1.0)),
        patience,
        validation,
        checkpoint);
  }

  TrainingJob in(Path output) {
    ModelSpec model =
        new ModelSpec(
            List.of(new LayerSpec(CellKind.LSTM, hidden)), horizon, ModelSpec.Center.NONE);
    return new TrainingJob("test", output.toString(), model, training());
  }
}
