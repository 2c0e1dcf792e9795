package org.sluice.engine.data;

/**
 * Cuts a shard into batches: a pure function of (epoch, index), so any batch can be made again at
 * any time.
 */
public interface Batcher {
  /** Batches in one epoch of this shard. */
  long batches();

  /** A batch of the right shape for {@link #fill}. */
  Batch newBatch();

  /**
   * Refills {@code batch} with batch {@code index} of {@code epoch}. Rows without data have weight
   * 0.
   *
   * @return the sum of the batch's weights: its labelled steps
   */
  double fill(long epoch, long index, Batch batch);
}
