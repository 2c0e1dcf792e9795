package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void scoresAddAndTheMeanIsThatOfAllTheirTargets() {
    Score sum = new Score(6, 2).plus(new Score(2, 6));
    assertThat(sum).isEqualTo(new Score(8, 8));
    assertThat(sum.mean()).isEqualTo(1); // not (3 + 1/3) / 2
  }

  @Test
  void nothingIsTheIdentityAndHasNoMean() {
    Score score = new Score(6, 2);
    assertThat(score.plus(Score.NONE)).isEqualTo(score);
    assertThat(Score.NONE.plus(score)).isEqualTo(score);
    assertThat(Score.NONE.mean()).isNaN();
  }
}
