package org.sluice.spark.shard;

import java.io.Serializable;

/**
 * One segment of a plan: the rows [start, start + rows) of a series that a shard holds.
 *
 * @param shard that holds them
 * @param series ordinal
 * @param start grid index of the first row
 * @param lead row of the segment where its first window begins; those before it are further past
 * @param count windows of the segment, or steps of its lanes
 */
public record Cut(int shard, int series, long start, int rows, int lead, int count)
    implements Serializable {

  /** Grid index behind the last row. */
  public long end() {
    return start + rows;
  }

  /**
   * {@code steps} of the segment's steps, from its step {@code from} on.
   *
   * @param horizon rows behind the last of them that come along where the segment has them
   */
  Cut part(int from, int steps, int horizon) {
    return new Cut(shard, series, start + from, Math.min(steps + horizon, rows - from), 0, steps);
  }
}
