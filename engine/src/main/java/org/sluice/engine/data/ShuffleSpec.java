package org.sluice.engine.data;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * How the windows of a shard are shuffled in each epoch.
 *
 * @param seed of all orders
 * @param block windows that change places with one another; {@link Long#MAX_VALUE}: all of the
 *     shard
 */
public record ShuffleSpec(long seed, long block) implements Serializable {
  public ShuffleSpec {
    Require.that(block >= 1, "a block of the shuffle must have at least 1 window, got %d", block);
  }

  /** Every window may come at any place of an epoch. */
  public static ShuffleSpec whole(long seed) {
    return new ShuffleSpec(seed, Long.MAX_VALUE);
  }
}
