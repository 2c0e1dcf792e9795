package org.sluice.engine.train;

import java.io.Serializable;

/**
 * Where a replica's local steps begin. The arrays are read, never written: replicas in one process
 * may share them.
 *
 * @param theta parameters to start from, in the network's layout
 * @param optimizer the optimizer's state to start from; empty for all zero
 * @param state recurrent state of the replica's lanes; empty for all zero and for windowed sampling
 * @param firstBatch of {@code epoch}, the next one to train on
 * @param noise seed of the replica's random masks: the same whenever the task is tried again
 */
public record LocalTask(
    float[] theta, float[] optimizer, float[] state, long epoch, long firstBatch, long noise)
    implements Serializable {

  /** A task whose random masks, if there are any, are drawn from seed 0. */
  public LocalTask(float[] theta, float[] optimizer, float[] state, long epoch, long firstBatch) {
    this(theta, optimizer, state, epoch, firstBatch, 0);
  }
}
