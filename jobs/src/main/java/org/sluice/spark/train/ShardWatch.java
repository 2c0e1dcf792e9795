package org.sluice.spark.train;

import java.util.Optional;

/**
 * Notices when cached shards have to be cut again in round after round, which changes nothing but
 * the time a training takes. It says so after 2 such rounds, after 4, after 8 and so on.
 */
final class ShardWatch {
  private final SegmentedShards shards;
  private long seen;
  private int rounds;

  ShardWatch(SegmentedShards shards) {
    this.shards = shards;
    seen = shards.cutAgain();
  }

  /** Looks at the round that has just ended; gives a sentence with the remedy when it is time. */
  Optional<String> afterRound() {
    long again = shards.cutAgain() - seen;
    seen += again;
    if (again == 0) {
      return Optional.empty();
    }
    rounds++;
    boolean told = rounds > 1 && Integer.bitCount(rounds) == 1;
    return told ? Optional.of(sentence(again)) : Optional.empty();
  }

  private String sentence(long again) {
    return String.format(
        "in %d rounds so far shards had to be cut again (in the last one, %d times), which changes"
            + " the time and not the model: they do not fit into the executors' memory or executors"
            + " come and go; give executors more memory, or more executors, and with dynamic"
            + " allocation leave spark.dynamicAllocation.cachedExecutorIdleTimeout at infinity",
        rounds, again);
  }
}
