package org.sluice.spark.train;

import org.sluice.engine.io.Checkpoint;
import org.sluice.spark.checkpoint.Checkpoints;

/**
 * Puts together what a checkpoint holds, from everything that has a part of the training's state.
 */
record Snapshots(Assignment assignment, Selection selection, History history) {

  /** Shares the arrays of the training, which replaces them and never writes to them. */
  Checkpoint of(TrainingRun run, boolean finished) {
    TrainingState state = TrainingState.empty();
    run.save(state);
    selection.save(state);
    state.put(Checkpoints.FINISHED, finished ? 1 : 0);
    return new Checkpoint(state.arrays(), state.numbers(), assignment.toJson(), history.text());
  }
}
