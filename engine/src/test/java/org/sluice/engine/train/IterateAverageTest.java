package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

final class IterateAverageTest {
  @Test
  void oneRoundIsItsOwnMeanToTheBit() {
    IterateAverage average = IterateAverage.empty();
    float[] theta = {-0f, 0.1f, Float.MIN_VALUE, -Float.MAX_VALUE};

    average.add(theta);

    assertThat(average.mean()).isEqualTo(theta);
    assertThat(Float.floatToRawIntBits(average.mean()[0])).isEqualTo(Integer.MIN_VALUE);
  }

  /** In float, 2^24 + 1 is 2^24 again. */
  @Test
  void sumsAreTakenInDouble() {
    IterateAverage average = IterateAverage.empty();
    average.add(new float[] {0x1p24f, 1});
    average.add(new float[] {1, 2});
    average.add(new float[] {1, 6});
    average.add(new float[] {2, -1});

    assertThat(average.rounds()).isEqualTo(4);
    assertThat(average.mean()).containsExactly(0x1p22f + 1, 2);
  }

  @Test
  void sumsHandedOnGoOnAsIfTheyHadNeverLeft() {
    IterateAverage whole = IterateAverage.empty();
    whole.add(new float[] {0.1f});
    whole.add(new float[] {0.2f});
    IterateAverage resumed = IterateAverage.of(whole.sums().clone(), whole.rounds());
    whole.add(new float[] {0.7f});
    resumed.add(new float[] {0.7f});

    assertThat(resumed.sums()).isEqualTo(whole.sums());
    assertThat(resumed.mean()).isEqualTo(whole.mean());
  }

  @Test
  void sumsThatDoNotFitTheirRoundsAreRefused() {
    assertThatThrownBy(() -> IterateAverage.of(new double[0], 2))
        .isInstanceOf(SluiceException.class)
        .hasMessage("the sums of 2 rounds of parameters cannot have 0 numbers");
    assertThatThrownBy(() -> IterateAverage.of(new double[1], 0))
        .isInstanceOf(SluiceException.class);
  }
}
