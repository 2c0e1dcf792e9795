package org.sluice.spark.score;

import java.util.List;
import org.sluice.engine.metrics.TokenPair;

/**
 * Models of a language that count: {@code p(b) = (n(b) + k) / (N + k V)}, and {@code p(b | a) =
 * (n(a, b) + k) / (n(a) + k V)}. One thread.
 */
final class Baselines {
  private final double pseudoCount; // k
  private final long[] first; // n(a), [V]: tokens that another one follows
  private final long[] next; // n(b), [V]: tokens that follow another one
  private long all; // N

  Baselines(int vocabulary, double pseudoCount) {
    this.pseudoCount = pseudoCount;
    first = new long[vocabulary];
    next = new long[vocabulary];
  }

  /** Takes in how often a pair occurs in the training span; every pair once. */
  void learn(TokenPair pair) {
    first[pair.token()] += pair.training();
    next[pair.next()] += pair.training();
    all += pair.training();
  }

  /** Negative log probability of the test span, each token by itself. */
  double unigramLoss(List<TokenPair> pairs) {
    double loss = 0;
    for (TokenPair pair : pairs) {
      loss -= pair.test() * StrictMath.log(share(next[pair.next()], all));
    }
    return loss;
  }

  /** Negative log probability of the test span, each token behind the one before it. */
  double bigramLoss(List<TokenPair> pairs) {
    double loss = 0;
    for (TokenPair pair : pairs) {
      loss -= pair.test() * StrictMath.log(share(pair.training(), first[pair.token()]));
    }
    return loss;
  }

  private double share(long count, long of) {
    return (count + pseudoCount) / (of + pseudoCount * first.length);
  }
}
