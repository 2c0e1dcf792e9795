package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EarlyStoppingTest {
  private static final float[] ANY = {};

  @Test
  void theLowestLossIsTheBestAndTheFirstOfEqualOnes() {
    EarlyStopping stopping = new EarlyStopping(0);
    float[] second = {2};

    assertThat(stopping.improvedBy(new float[] {1}, 0.5)).isTrue();
    assertThat(stopping.improvedBy(second, 0.25)).isTrue();
    assertThat(stopping.improvedBy(new float[] {3}, 0.25)).isFalse();

    assertThat(stopping.bestTheta()).isSameAs(second);
    assertThat(stopping.bestEpoch()).isEqualTo(2);
    assertThat(stopping.bestLoss()).isEqualTo(0.25);
    assertThat(stopping.epochs()).isEqualTo(3);
  }

  @Test
  void itIsOverAfterAsManyEpochsWithoutABetterLossAsThePatienceSays() {
    EarlyStopping stopping = new EarlyStopping(2);

    stopping.improvedBy(ANY, 0.5);
    stopping.improvedBy(ANY, 0.6);
    assertThat(stopping.isOver()).isFalse();
    stopping.improvedBy(ANY, 0.7);
    assertThat(stopping.isOver()).isTrue();
  }

  @Test
  void withoutPatienceItIsNeverOver() {
    EarlyStopping stopping = new EarlyStopping(0);

    stopping.improvedBy(ANY, 0.5);
    stopping.improvedBy(ANY, 0.6);

    assertThat(stopping.isOver()).isFalse();
  }

  @Test
  void aLossThatIsNotANumberIsNeverTheBest() {
    EarlyStopping stopping = new EarlyStopping(1);

    assertThat(stopping.improvedBy(ANY, Double.NaN)).isFalse();

    assertThat(stopping.bestEpoch()).isZero();
    assertThat(stopping.isOver()).isTrue();
  }
}
