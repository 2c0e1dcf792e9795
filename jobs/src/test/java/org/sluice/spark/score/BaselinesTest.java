package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.metrics.TokenPair;

final class BaselinesTest {
  /** Training: 0 1 three times, 0 2 once, 1 0 four times; test: 0 1 twice, 2 2 once. V = 3. */
  private static final List<TokenPair> PAIRS =
      List.of(
          new TokenPair(0, 1, 3, 2),
          new TokenPair(0, 2, 1, 0),
          new TokenPair(1, 0, 4, 0),
          new TokenPair(2, 2, 0, 1));

  private static Baselines learnt(double pseudoCount) {
    Baselines baselines = new Baselines(3, pseudoCount);
    PAIRS.forEach(baselines::learn);
    return baselines;
  }

  @Test
  void aUnigramIsATokensShareOfTheTrainingSpan() {
    // eight tokens follow another one: 1 three times, 2 once
    double expected = -2 * Math.log(3.5 / 9.5) - Math.log(1.5 / 9.5);
    assertThat(learnt(0.5).unigramLoss(PAIRS)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void aBigramIsATokensShareBehindTheOneBefore() {
    // behind 0 stand four, three of them 1; behind 2 none at all
    double expected = -2 * Math.log(3.5 / 5.5) - Math.log(0.5 / 1.5);
    assertThat(learnt(0.5).bigramLoss(PAIRS)).isCloseTo(expected, within(1e-12));
  }
}
