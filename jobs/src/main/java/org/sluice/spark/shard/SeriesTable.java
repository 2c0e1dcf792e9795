package org.sluice.spark.shard;

import org.sluice.engine.base.Require;

/**
 * First and last grid index of each series, by ordinal, and its span where whole series belong to
 * one. Two numbers a series, so that a hundred thousand of them are 1.6 MB on the driver; keys stay
 * in the data set.
 */
public final class SeriesTable {
  private final long[] first;
  private final long[] last;
  private final byte[] spans; // ordinals; none where spans are stretches of time

  /** Of series that have rows in each span; shares the arrays. */
  public SeriesTable(long[] first, long[] last) {
    this(first, last, new byte[0]);
  }

  /**
   * Shares the arrays.
   *
   * @param spans the ordinal of each series' span; empty where all have rows in each
   */
  SeriesTable(long[] first, long[] last, byte[] spans) {
    Require.that(
        first.length == last.length, "%d first rows but %d last ones", first.length, last.length);
    this.first = first;
    this.last = last;
    this.spans = spans;
  }

  /** Whether a series may have rows in a span. */
  boolean isIn(int series, Span span) {
    return spans.length == 0 || spans[series] == span.ordinal();
  }

  /** This table with series of another span left without rows. */
  SeriesTable of(Span span) {
    if (spans.length == 0) {
      return this;
    }
    long[] end = last.clone();
    for (int s = 0; s < end.length; s++) {
      end[s] = isIn(s, span) ? last[s] : first[s] - 1;
    }
    return new SeriesTable(first, end, spans);
  }

  public int size() {
    return first.length;
  }

  /** First grid index of the series at or behind {@code from}. */
  long begin(int series, long from) {
    return Math.max(first[series], from);
  }

  /** Grid index behind the last of the series before {@code to}. */
  long end(int series, long to) {
    return Math.min(last[series] + 1, to);
  }

  /** Rows of the series inside [{@code from}, {@code to}), none where it lies outside. */
  long rows(int series, long from, long to) {
    return Math.max(0, end(series, to) - begin(series, from));
  }

  /** The series with the most rows inside [{@code from}, {@code to}), the first of equals. */
  int longest(long from, long to) {
    int longest = 0;
    for (int s = 1; s < size(); s++) {
      if (rows(s, from, to) > rows(longest, from, to)) {
        longest = s;
      }
    }
    return longest;
  }
}
