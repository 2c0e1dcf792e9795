package org.sluice.engine.data;

import java.util.Arrays;
import java.util.List;

/** One lane, readable from any of its steps. Immutable. */
final class LaneReader {
  private final Segment[] segments; // of each stretch
  private final int[] rows; // first row of each stretch in its segment
  private final long[] ends; // the lane's step behind each stretch

  LaneReader(List<Segment> all, Shard.Lane lane) {
    List<Shard.Stretch> stretches =
        lane.stretches().stream().filter(stretch -> stretch.steps() > 0).toList();
    segments =
        stretches.stream().map(stretch -> all.get(stretch.segment())).toArray(Segment[]::new);
    rows = stretches.stream().mapToInt(Shard.Stretch::row).toArray();
    ends = new long[rows.length];
    long steps = 0;
    for (int s = 0; s < ends.length; s++) {
      steps += stretches.get(s).steps();
      ends[s] = steps;
    }
  }

  private long steps() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /**
   * The lane's steps from {@code position} on become lane {@code b} of the batch, its length those
   * there were.
   *
   * @return how many targets have been observed
   */
  int read(long position, RowCopier copier, Batch batch, int b) {
    int length = (int) Math.max(0, Math.min(batch.steps, steps() - position));
    batch.lengths[b] = length;
    int labelled = 0;
    int s = length == 0 ? 0 : stretchAt(position);
    for (int t = 0; t < length; s++) {
      int done = (int) (position + t - start(s));
      int steps = (int) Math.min(length - t, ends[s] - position - t);
      batch.reset[t * batch.rows + b] = done == 0 && beginsSeries(s);
      labelled += copier.labelledSteps(segments[s], rows[s] + done, steps, batch, t, b);
      t += steps;
    }
    return labelled;
  }

  private int stretchAt(long position) {
    int found = Arrays.binarySearch(ends, position);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private long start(int s) {
    return s == 0 ? 0 : ends[s - 1];
  }

  private boolean beginsSeries(int s) {
    return s > 0 && segments[s].series() != segments[s - 1].series();
  }
}
