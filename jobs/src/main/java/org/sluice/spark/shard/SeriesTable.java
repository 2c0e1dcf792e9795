package org.sluice.spark.shard;

import java.util.List;
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
  private final int[] pieces; // the series that each entry is a piece of; none where it is its own
  private final List<Run> leftOut;

  /** Rows [from, to) of a series. */
  record Run(int series, long from, long to) {}

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
    this(first, last, spans, new int[0], List.of());
  }

  private SeriesTable(long[] first, long[] last, byte[] spans, int[] pieces, List<Run> leftOut) {
    Require.that(
        first.length == last.length, "%d first rows but %d last ones", first.length, last.length);
    this.first = first;
    this.last = last;
    this.spans = spans;
    this.pieces = pieces;
    this.leftOut = leftOut;
  }

  /**
   * The same series, of which training windows are to leave rows out.
   *
   * @param runs in the order of (series, from), none of which share rows
   */
  SeriesTable leavingOut(List<Run> runs) {
    return new SeriesTable(first, last, spans, pieces, runs);
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
    return new SeriesTable(first, end, spans, pieces, leftOut);
  }

  /** What windows of a span may lie in: for training, the pieces between rows that are left out. */
  SeriesTable forWindows(Span span) {
    SeriesTable whole = of(span);
    return span == Span.TRAIN && !leftOut.isEmpty() ? whole.parted() : whole;
  }

  /** An entry for each piece, some of which may have no row. */
  private SeriesTable parted() {
    int entries = size() + leftOut.size();
    long[] begins = new long[entries];
    long[] ends = new long[entries];
    int[] series = new int[entries];
    int run = 0;
    int entry = 0;
    for (int s = 0; s < size(); s++) {
      long begin = first[s];
      for (; run < leftOut.size() && leftOut.get(run).series() == s; run++, entry++) {
        begins[entry] = begin;
        ends[entry] = Math.min(last[s], leftOut.get(run).from() - 1);
        series[entry] = s;
        begin = leftOut.get(run).to();
      }
      begins[entry] = begin;
      ends[entry] = last[s];
      series[entry++] = s;
    }
    return new SeriesTable(begins, ends, new byte[0], series, List.of());
  }

  /** The ordinal of the series that an entry is of. */
  int series(int entry) {
    return pieces.length == 0 ? entry : pieces[entry];
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
