package org.sluice.engine.data;

import org.sluice.engine.base.Draws;

/**
 * A shuffled order of 0 .. size - 1 that is computed, not stored: a Feistel network over the next
 * power of four, keyed by {@link Draws}, walked until it comes back below {@code size} (fewer than
 * four times on average). The same draws give the same order. Immutable.
 */
final class Permutation {
  private static final int ROUNDS = 6;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final Draws draws;

  /**
   * @param size at least 1, at most 2^62
   */
  Permutation(long size, Draws draws) {
    this.size = size;
    this.draws = draws;
    halfBits = (64 - Long.numberOfLeadingZeros(size - 1) + 1) / 2;
    halfMask = (1L << halfBits) - 1;
  }

  /** What stands at place {@code i}, 0 <= i < size. */
  long at(long i) {
    long x = scramble(i);
    while (x >= size) {
      x = scramble(x);
    }
    return x;
  }

  private long scramble(long x) {
    long left = x >>> halfBits;
    long right = x & halfMask;
    for (long round = 0; round < ROUNDS; round++) {
      long mixed = left ^ (draws.bits(round << 32 | right) & halfMask);
      left = right;
      right = mixed;
    }
    return left << halfBits | right;
  }
}
