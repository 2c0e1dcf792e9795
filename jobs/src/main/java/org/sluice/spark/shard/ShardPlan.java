package org.sluice.spark.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.base.Require;
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

  ShardPlan(int shards, int lanes, Cut[] cuts) {
    this.shards = shards;
    this.lanes = lanes;
    this.cuts = cuts;
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
        cuts.add(new Cut(shard, s, start - before, Math.toIntExact(rows), before, count));
      }
    }
    return new ShardPlan(shards, 0, cuts.toArray(Cut[]::new));
  }

  /**
   * All series of [{@code from}, {@code to}) one behind the other, cut into {@code shards * lanes}
   * equal streams. A series' last row is nobody's step: nothing stands behind it.
   *
   * @param horizon rows behind a segment's last step that come along as targets where the span has
   *     them
   */
  public static ShardPlan lanes(
      SeriesTable table, long from, long to, int horizon, int shards, int lanes) {
    Require.atLeast("number of shards", shards, 1);
    Require.atLeast("number of lanes", lanes, 1);
    long total = 0;
    for (int s = 0; s < table.size(); s++) {
      total += Math.max(0, table.rows(s, from, to) - 1);
    }
    Lanes streams = new Lanes(total, shards, lanes);
    List<Cut> cuts = new ArrayList<>();
    int shard = 0;
    long step = 0; // of all series so far
    for (int s = 0; s < table.size(); s++) {
      long start = table.begin(s, from);
      long end = table.end(s, to);
      while (start < end - 1) {
        while (streams.end(shard) <= step) {
          shard++;
        }
        long steps = Math.min(end - 1 - start, streams.end(shard) - step);
        long rows = Math.min(steps + horizon, end - start);
        cuts.add(new Cut(shard, s, start, Math.toIntExact(rows), 0, Math.toIntExact(steps)));
        start += steps;
        step += steps;
      }
    }
    return new ShardPlan(shards, lanes, cuts.toArray(Cut[]::new));
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

  /** First grid index that a shard holds. */
  long from() {
    return Arrays.stream(cuts).mapToLong(Cut::start).min().orElse(0);
  }

  /** Grid index behind the last that a shard holds. */
  long to() {
    return Arrays.stream(cuts).mapToLong(Cut::end).max().orElse(0);
  }
}
