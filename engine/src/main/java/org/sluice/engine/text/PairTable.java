package org.sluice.engine.text;

import java.util.Arrays;

/** Which token two neighbours make: a hash table without boxes, since every text asks it often. */
final class PairTable implements BytePairs.Joins {
  private final long[] keys;
  private final int[] tokens; // NONE where a place is free

  /**
   * @param most pairs that will be put
   */
  PairTable(int most) {
    int places = 2 * Integer.highestOneBit(Math.max(1, most)); // more than there are pairs
    keys = new long[places];
    tokens = new int[places];
    Arrays.fill(tokens, BytePairs.NONE);
  }

  void put(int left, int right, int token) {
    int place = place(left, right);
    keys[place] = BytePairs.pair(left, right);
    tokens[place] = token;
  }

  @Override
  public int of(int left, int right) {
    return tokens[place(left, right)];
  }

  /** Where the pair is, or would be. */
  private int place(int left, int right) {
    long key = BytePairs.pair(left, right);
    int place = (int) (key >>> Integer.SIZE) & (keys.length - 1);
    while (tokens[place] != BytePairs.NONE && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }
}
