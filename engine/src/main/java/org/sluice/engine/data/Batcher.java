package org.sluice.engine.data;

/**
 * Cuts a shard into batches: a pure function of (epoch, index), so any batch can be made again at
 * any time.
 */
public interface Batcher {
  /** Batches in one epoch of this shard. */
  long batches();

  /** The shape of every batch, the last one included. */
  Batch.Shape shape();

  /**
   * Whether each row goes on where it stood at the end of the batch before, so that recurrent state
   * is carried from batch to batch; otherwise every batch starts from the zero state.
   */
  boolean carriesState();

  /** A batch of the right shape for {@link #fill}. */
  default Batch newBatch() {
    return new Batch(shape());
  }

  /**
   * Refills {@code batch} with batch {@code index} of {@code epoch}. Rows without data have length
   * and weight 0.
   *
   * @return the sum of the batch's weights: its labelled steps
   */
  double fill(long epoch, long index, Batch batch);
}
