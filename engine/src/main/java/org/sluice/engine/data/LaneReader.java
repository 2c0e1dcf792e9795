package org.sluice.engine.data;

import java.util.Arrays;
import java.util.List;

/** One lane, readable from any of its steps. Immutable. */
final class LaneReader {
  private final RowCopier copier;
  private final int delay;
  private final Segment[] segments; // of each stretch
  private final int[] rows; // first row of each stretch in its segment
  private final long[] ends; // the lane's step behind each stretch
  private final long[] begins; // the lane's step where each stretch's series begins

  LaneReader(List<Segment> all, Shard.Lane lane, RowCopier copier, int delay) {
    this.copier = copier;
    this.delay = delay;
    List<Shard.Stretch> stretches =
        lane.stretches().stream().filter(stretch -> stretch.steps() > 0).toList();
    segments =
        stretches.stream().map(stretch -> all.get(stretch.segment())).toArray(Segment[]::new);
    rows = stretches.stream().mapToInt(Shard.Stretch::row).toArray();
    ends = new long[rows.length];
    begins = new long[rows.length];
    long steps = 0;
    for (int s = 0; s < ends.length; s++) {
      begins[s] = s == 0 || beginsSeries(s) ? steps : begins[s - 1];
      steps += stretches.get(s).steps();
      ends[s] = steps;
    }
  }

  private long steps() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /**
   * The lane's steps from {@code position} on become row {@code b} of the batch, its length those
   * there were. Steps before the lane's first are empty, and the lane then begins with a reset.
   *
   * @return how many targets have been observed
   */
  int read(long position, Batch batch, int b) {
    int length = (int) Math.max(0, Math.min(batch.steps, steps() - position));
    int first = (int) Math.max(0, -position);
    batch.lengths[b] = first < length ? length : 0;
    if (first >= length) {
      return 0;
    }
    batch.reset[first * batch.rows + b] = batch.advance < batch.steps && position <= 0;
    int s = stretchAt(position + first);
    for (int t = first; t < length; s++) {
      int done = (int) (position + t - start(s));
      int steps = (int) Math.min(length - t, ends[s] - position - t);
      batch.reset[t * batch.rows + b] |= done == 0 && s > 0 && beginsSeries(s);
      copier.inputs(segments[s], rows[s] + done, steps, batch, t, b);
      t += steps;
    }
    return targets(position, Math.max(first, batch.steps - batch.targetSteps), length, batch, b);
  }

  /** The targets that are due in the window's steps [{@code first}, {@code end}). */
  private int targets(long position, int first, int end, Batch batch, int b) {
    int labelled = 0;
    for (int t = first; t < end; t++) {
      long of = position + t - delay;
      if (of >= begins[stretchAt(position + t)]) {
        int s = stretchAt(of);
        int row = rows[s] + (int) (of - start(s));
        int at = t - (batch.steps - batch.targetSteps);
        labelled += copier.targets(segments[s], row, batch, at, b);
      }
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
    return segments[s].series() != segments[s - 1].series();
  }
}
