package org.sluice.spark.shard;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.data.Shard.Lane;
import org.sluice.engine.data.Shard.Stretch;

/**
 * {@code total} steps cut into {@code shards * lanes} contiguous streams, of which the first {@code
 * total mod (shards * lanes)} have one step more; shard i has the {@code lanes} streams from {@code
 * i * lanes} on.
 */
record Lanes(long total, int shards, int lanes) {

  /** Step behind the last one of {@code shard}. */
  long end(int shard) {
    return begin((shard + 1L) * lanes);
  }

  /** First step of {@code lane}, lanes being counted over all shards. */
  long begin(long lane) {
    long all = (long) shards * lanes;
    return lane * (total / all) + Math.min(lane, total % all);
  }

  /** The lanes of {@code shard} over its segments, whose counts are their steps. */
  List<Lane> over(List<Cut> cuts, int shard) {
    List<Lane> result = new ArrayList<>();
    int segment = 0;
    int row = 0;
    for (long lane = (long) shard * lanes; lane < (shard + 1L) * lanes; lane++) {
      long left = begin(lane + 1) - begin(lane);
      List<Stretch> stretches = new ArrayList<>();
      while (left > 0) {
        int steps = (int) Math.min(left, cuts.get(segment).count() - row);
        stretches.add(new Stretch(segment, row, steps));
        left -= steps;
        row += steps;
        if (row == cuts.get(segment).count()) {
          segment++;
          row = 0;
        }
      }
      result.add(new Lane(stretches));
    }
    return result;
  }
}
