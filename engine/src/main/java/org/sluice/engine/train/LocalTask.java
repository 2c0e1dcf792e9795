package org.sluice.engine.train;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * Where a replica's local steps begin. The arrays are read, never written: replicas in one process
 * may share them.
 *
 * @param theta parameters to start from, in the network's layout
 * @param optimizer the optimizer's state to start from; empty for all zero
 * @param state recurrent state of the replica's lanes; empty for all zero and for windowed sampling
 * @param firstBatch of {@code epoch}, the next one to train on
 * @param noise seed of the replica's random masks: the same whenever the task is tried again
 * @param steps local steps K of this run, the plan's where that is fewer
 * @param rateFactor what the learning rate is multiplied by: a schedule's, 0 or above
 */
public record LocalTask(
    float[] theta,
    float[] optimizer,
    float[] state,
    long epoch,
    long firstBatch,
    long noise,
    int steps,
    double rateFactor)
    implements Serializable {
  public LocalTask {
    Require.atLeast("local steps of a run", steps, 1);
    Require.between("the factor of the learning rate", rateFactor, 0, Double.MAX_VALUE);
  }

  /** A task of the plan's own K and rate, whose random masks, if any, are drawn from seed 0. */
  public LocalTask(float[] theta, float[] optimizer, float[] state, long epoch, long firstBatch) {
    this(theta, optimizer, state, epoch, firstBatch, 0, Integer.MAX_VALUE, 1);
  }
}
