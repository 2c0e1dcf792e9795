package org.sluice.engine.metrics;

import java.io.Serializable;

/**
 * A token and the one that follows it.
 *
 * @param training how often the second follows the first in the training span
 * @param test how often it does in the test span
 */
public record TokenPair(int token, int next, long training, long test) implements Serializable {
  /** This pair with the counts of both. */
  public TokenPair plus(TokenPair same) {
    return new TokenPair(token, next, training + same.training, test + same.test);
  }

  /** Of both tokens. */
  public long key() {
    return (long) token << Integer.SIZE | next;
  }
}
