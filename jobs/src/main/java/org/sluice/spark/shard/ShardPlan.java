package org.sluice.spark.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.Shard.Lane;
import org.sluice.engine.data.WindowSpec;

/**
 * Which rows of which series go to which shard: a pure function of the series' extents and the
 * settings, so that no cluster, partitioning or order of arrival has a say in what a replica sees.
 * Immutable.
 */
public final class ShardPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Consecutive windows of one series that stay together. */
  static final int BLOCK = 1024;

  private final int shards;
  private final int lanes; // of each shard; 0 where windows are independent
  private final Cut[] cuts; // in the order of (series, start)
  private final BitSet absent; // those that stay outlines

  ShardPlan(int shards, int lanes, Cut[] cuts) {
    this(shards, lanes, cuts, new BitSet());
  }

  ShardPlan(int shards, int lanes, Cut[] cuts, BitSet absent) {
    this.shards = shards;
    this.lanes = lanes;
    this.cuts = cuts;
    this.absent = absent;
  }

  /**
   * Independent windows over the rows [{@code from}, {@code to}) of each series, in blocks of 1024;
   * block b of all goes to shard b mod {@code shards}.
   *
   * @param lead rows before a segment's first window that come along where the series has them,
   *     those before {@code from} included
   */
  public static ShardPlan windowed(
      SeriesTable table, long from, long to, WindowSpec window, int lead, int shards) {
    Require.atLeast("number of shards", shards, 1);
    List<Cut> cuts = new ArrayList<>();
    long block = 0;
    for (int s = 0; s < table.size(); s++) {
      int windows = window.count(table.rows(s, from, to));
      // a series' blocks are neighbours on a shard, and so one segment, only where it is the only
      // shard
      int size = shards == 1 ? windows : BLOCK;
      for (long w = 0; w < windows; w += size) {
        long start = table.begin(s, from) + w * window.stride();
        int before = (int) (start - table.begin(s, start - lead));
        int count = (int) Math.min(size, windows - w);
        long rows = before + (count - 1L) * window.stride() + window.span();
        int shard = (int) (block++ % shards);
        int series = table.series(s);
        cuts.add(new Cut(shard, series, start - before, Math.toIntExact(rows), before, count));
      }
    }
    return new ShardPlan(shards, 0, cuts.toArray(Cut[]::new));
  }

  /**
   * All series of [{@code from}, {@code to}) one behind the other, cut into {@code shards * lanes}
   * equal streams. Where there is a horizon a series' last row is nobody's step: nothing stands
   * behind it.
   *
   * @param horizon rows behind a segment's last step that come along as targets where the span has
   *     them
   */
  public static ShardPlan lanes(
      SeriesTable table, long from, long to, int horizon, int shards, int lanes) {
    Require.atLeast("number of shards", shards, 1);
    Require.atLeast("number of lanes", lanes, 1);
    int behind = Math.min(1, horizon); // rows at a series' end that are no steps
    long total = 0;
    for (int s = 0; s < table.size(); s++) {
      total += Math.max(0, table.rows(s, from, to) - behind);
    }
    Lanes streams = new Lanes(total, shards, lanes);
    List<Cut> cuts = new ArrayList<>();
    int shard = 0;
    long step = 0; // of all series so far
    for (int s = 0; s < table.size(); s++) {
      long start = table.begin(s, from);
      long end = table.end(s, to);
      while (start < end - behind) {
        while (streams.end(shard) <= step) {
          shard++;
        }
        long steps = Math.min(end - behind - start, streams.end(shard) - step);
        long rows = Math.min(steps + horizon, end - start);
        cuts.add(new Cut(shard, s, start, Math.toIntExact(rows), 0, Math.toIntExact(steps)));
        start += steps;
        step += steps;
      }
    }
    return new ShardPlan(shards, lanes, cuts.toArray(Cut[]::new));
  }

  /**
   * Whole sequences: the rows [{@code from}, {@code to}) of each series are one, sequence q of all
   * goes to shard q mod {@code shards}.
   *
   * @param longest rows of a sequence at most
   * @param parted whether a longer series makes several sequences, as many as it takes; else the
   *     last rows of it are one
   */
  public static ShardPlan sequences(
      SeriesTable table, long from, long to, int longest, boolean parted, int shards) {
    Require.atLeast("number of shards", shards, 1);
    List<Cut> cuts = new ArrayList<>();
    for (int s = 0; s < table.size(); s++) {
      long end = table.end(s, to);
      long start = table.begin(s, from);
      start = parted ? start : Math.max(start, end - longest);
      for (; start < end; start += longest) {
        int rows = (int) Math.min(longest, end - start);
        cuts.add(new Cut(cuts.size() % shards, table.series(s), start, rows, 0, 1));
      }
    }
    return new ShardPlan(shards, 0, cuts.toArray(Cut[]::new));
  }

  /**
   * The same independent windows in segments of at most 1024, whatever the shards. Segments may
   * carry no rows besides.
   */
  public ShardPlan inBlocks(WindowSpec window) {
    List<Cut> blocks = new ArrayList<>();
    for (Cut cut : cuts) {
      for (int w = 0; w < cut.count(); w += BLOCK) {
        int count = Math.min(BLOCK, cut.count() - w);
        int rows = (count - 1) * window.stride() + window.span();
        long start = cut.start() + (long) w * window.stride();
        blocks.add(new Cut(cut.shard(), cut.series(), start, rows, 0, count));
      }
    }
    return new ShardPlan(shards, 0, blocks.toArray(Cut[]::new));
  }

  /**
   * This plan with a part of its segments alone; the others become outlines, so that windows keep
   * their numbers.
   *
   * @param wanted of each shard, which of its segments
   */
  public ShardPlan only(List<BitSet> wanted) {
    BitSet others = new BitSet(cuts.length);
    int[] ordinals = new int[shards];
    for (int c = 0; c < cuts.length; c++) {
      int shard = cuts[c].shard();
      others.set(c, !wanted.get(shard).get(ordinals[shard]++));
    }
    return new ShardPlan(shards, lanes, cuts, others);
  }

  /**
   * This plan with a part of its lanes alone; the rest becomes outlines, so that lanes keep their
   * steps.
   *
   * @param horizon rows behind the last step that come along as targets where the plan has them
   * @param from of each shard, the first step of every lane that is wanted
   * @param to of each shard, the step behind the last
   */
  public ShardPlan only(int horizon, long[] from, long[] to) {
    LaneParts parts = new LaneParts(new Lanes(count(), shards, lanes), horizon, from, to);
    for (Cut cut : cuts) {
      parts.add(cut);
    }
    return new ShardPlan(shards, lanes, parts.cuts(), parts.absent());
  }

  /** A shard without its rows: what there is to know of it before anything is read. */
  public Shard outline(int shard, int columns) {
    List<Segment> segments =
        cuts(shard).stream().map(cut -> ShardAssembler.outline(cut, columns)).toList();
    return new Shard(shard, segments, lanes(shard));
  }

  /** Lanes of each shard; 0 where windows are independent. */
  int lanes() {
    return lanes;
  }

  public int shards() {
    return shards;
  }

  /** In the order of (series, start): the array itself, read only. */
  Cut[] cuts() {
    return cuts;
  }

  /** Which of the cuts stay outlines: the set itself, read only. */
  BitSet absent() {
    return absent;
  }

  /** Whether cut {@code c} goes on where the one before it was cut off, in the same lanes. */
  boolean continues(int c) {
    return lanes > 0
        && c > 0
        && cuts[c].shard() == cuts[c - 1].shard()
        && cuts[c].series() == cuts[c - 1].series();
  }

  /** Rows of the segments at hand, those that several of them share as often as they do. */
  public long rows() {
    return present().mapToLong(Cut::rows).sum();
  }

  private Stream<Cut> present() {
    return IntStream.range(0, cuts.length).filter(c -> !absent.get(c)).mapToObj(c -> cuts[c]);
  }

  /** Segments of a shard in their order. */
  public List<Cut> cuts(int shard) {
    return Arrays.stream(cuts).filter(cut -> cut.shard() == shard).toList();
  }

  /** Windows, or steps of lanes, of all shards. */
  public long count() {
    return Arrays.stream(cuts).mapToLong(Cut::count).sum();
  }

  /** Windows, or steps of lanes, of one shard. */
  public long count(int shard) {
    return cuts(shard).stream().mapToLong(Cut::count).sum();
  }

  /** The lanes of a shard over its segments; none where windows are independent. */
  public List<Lane> lanes(int shard) {
    return lanes == 0 ? List.of() : new Lanes(count(), shards, lanes).over(cuts(shard), shard);
  }

  /** Index of the first cut that holds rows of {@code series} behind {@code start}. */
  int firstCut(int series, long start) {
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      Cut cut = cuts[middle];
      boolean before = cut.series() < series || (cut.series() == series && cut.end() <= start);
      low = before ? middle + 1 : low;
      high = before ? high : middle;
    }
    return low;
  }

  /** First grid index that a shard needs: an outline in a lane says what was observed last. */
  long from() {
    Stream<Cut> needed = lanes == 0 ? present() : Arrays.stream(cuts);
    return needed.mapToLong(Cut::start).min().orElse(0);
  }

  /** Grid index behind the last that a shard needs. */
  long to() {
    return present().mapToLong(Cut::end).max().orElse(0);
  }
}
