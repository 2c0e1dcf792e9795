package org.sluice.spark.shard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Cuts the segments of lanes where a part of the lanes begins and ends, so that this part can be at
 * hand without the rest.
 */
final class LaneParts {
  private final Lanes lanes;
  private final int horizon;
  private final long[] from;
  private final long[] to;
  private final List<Cut> cuts = new ArrayList<>();
  private final BitSet absent = new BitSet();
  private long step; // of all lanes so far
  private long lane; // that it belongs to

  /**
   * @param horizon rows behind the part's last step that come along as targets
   * @param from of each shard, the first step of every lane that is wanted
   * @param to of each shard, the step behind the last
   */
  LaneParts(Lanes lanes, int horizon, long[] from, long[] to) {
    this.lanes = lanes;
    this.horizon = horizon;
    this.from = from;
    this.to = to;
  }

  void add(Cut cut) {
    int done = 0;
    while (done < cut.count()) {
      while (lanes.begin(lane + 1) <= step) {
        lane++;
      }
      int steps = (int) Math.min(cut.count() - done, border() - step);
      if (!isWanted()) {
        absent.set(cuts.size());
      }
      cuts.add(cut.part(done, steps, horizon));
      done += steps;
      step += steps;
    }
  }

  Cut[] cuts() {
    return cuts.toArray(Cut[]::new);
  }

  /** Which of the cuts are outside the part. */
  BitSet absent() {
    return absent;
  }

  private boolean isWanted() {
    long inLane = step - lanes.begin(lane);
    return inLane >= from[shard()] && inLane < to[shard()];
  }

  /** Where, behind {@code step}, the part or the lane begins or ends. */
  private long border() {
    long begin = lanes.begin(lane);
    long end = lanes.begin(lane + 1);
    long inLane = step - begin;
    if (inLane < from[shard()]) {
      return Math.min(end, begin + from[shard()]);
    }
    return inLane < to[shard()] ? Math.min(end, begin + to[shard()]) : end;
  }

  private int shard() {
    return (int) (lane / lanes.lanes());
  }
}
