package org.sluice.spark.checkpoint;

import org.sluice.engine.base.Require;

/**
 * When the state of a training is saved; no part of its result.
 *
 * @param everyRounds rounds from one checkpoint to the next; 0: rounds alone never call for one
 * @param everyMinutes minutes from one checkpoint to the next; 0: time alone never calls for one
 * @param keep newest checkpoints that are kept
 */
public record CheckpointSpec(int everyRounds, int everyMinutes, int keep) {
  public CheckpointSpec {
    Require.atLeast("training.checkpoint.everyRounds", everyRounds, 0);
    Require.atLeast("training.checkpoint.everyMinutes", everyMinutes, 0);
    Require.atLeast("training.checkpoint.keep", keep, 1);
  }
}
