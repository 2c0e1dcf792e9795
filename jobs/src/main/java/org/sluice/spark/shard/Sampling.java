package org.sluice.spark.shard;

/** How windows are drawn from series. */
public enum Sampling {
  /** Independent windows from a zero state, shuffled in each epoch; the last step is the target. */
  WINDOWED,
  /**
   * Lanes are long streams whose state is carried from window to window; every step is a target.
   */
  STATEFUL,
  /**
   * Whole sequences of unequal lengths from a zero state, shuffled in each epoch; every step is a
   * target, or the sequence has one.
   */
  SEQUENCES
}
