package org.sluice.engine.data;

import java.util.Arrays;
import java.util.List;

/** The windows of a list of segments, numbered 0, 1, … in the order of (segment, start). */
final class Windows {
  private final Segment[] segments; // those with a window at least
  private final long[] first; // number of the first window of each
  private final int stride;
  private final long count;

  Windows(List<Segment> all, WindowSpec spec) {
    segments =
        all.stream().filter(segment -> spec.count(segment.rows()) > 0).toArray(Segment[]::new);
    first = new long[segments.length];
    stride = spec.stride();
    long windows = 0;
    for (int s = 0; s < segments.length; s++) {
      first[s] = windows;
      windows += spec.count(segments[s].rows());
    }
    count = windows;
  }

  long count() {
    return count;
  }

  /** Windows of each segment that has one, in their order. */
  long[] counts() {
    long[] counts = new long[first.length];
    for (int s = 0; s < counts.length; s++) {
      counts[s] = (s + 1 < counts.length ? first[s + 1] : count) - first[s];
    }
    return counts;
  }

  /** Ordinal of the segment that holds {@code window}, for {@link #segment} and {@link #row}. */
  int place(long window) {
    int found = Arrays.binarySearch(first, window);
    return found >= 0 ? found : -found - 2;
  }

  Segment segment(int place) {
    return segments[place];
  }

  /** The row of its segment that {@code window} starts at. */
  int row(int place, long window) {
    return (int) (window - first[place]) * stride;
  }
}
