package org.sluice.spark.train;

import org.sluice.engine.io.Checkpoint;

/**
 * Where a training stands when it begins or goes on.
 *
 * @param stopping the best parameters so far
 * @param history lines of the rounds and epochs behind it
 */
record Standing(TrainingRun run, EarlyStopping stopping, String history) {
  static Standing fresh(float[] theta, TrainingSpec spec) {
    return new Standing(
        new TrainingRun(theta, spec.replicas()), new EarlyStopping(spec.patience()), "");
  }

  static Standing of(Checkpoint checkpoint, TrainingSpec spec) {
    TrainingState state = TrainingState.of(checkpoint);
    return new Standing(
        TrainingRun.restored(state, spec.replicas()),
        EarlyStopping.restored(state, spec.patience()),
        checkpoint.history());
  }

  /** Whether there is nothing left to do under {@code spec}. */
  boolean isOver(TrainingSpec spec) {
    return run.epoch() >= spec.epochs() || stopping.isOver();
  }
}
