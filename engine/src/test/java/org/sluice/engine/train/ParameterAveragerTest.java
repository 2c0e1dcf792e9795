package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class ParameterAveragerTest {
  private static final float[] NONE = {};

  private final ParameterAverager averager = new ParameterAverager();

  @Test
  void replicasWeighAsMuchAsTheyHaveSeen() {
    averager.add(result(1, 2, new float[] {4, -8}, new float[] {0, 4}));
    averager.add(result(3, 5, new float[] {8, 0}, new float[] {4, 0}));
    assertThat(averager.average()).containsExactly(7, -2);
    assertThat(averager.averageOptimizer()).containsExactly(3, 1);
    assertThat(averager.used()).isEqualTo(2);
    assertThat(averager.score()).isEqualTo(new Score(7, 4));
  }

  @Property
  void oneReplicaIsItsOwnAverageBitForBit(
      @ForAll float[] theta, @ForAll @IntRange(min = 1) int labelled) {
    for (int i = 0; i < theta.length; i++) {
      theta[i] = Float.isFinite(theta[i]) ? theta[i] : Float.MIN_VALUE;
    }
    ParameterAverager alone = new ParameterAverager();
    alone.add(result(labelled, 1, theta, theta));
    assertSameBits(alone.average(), theta);
    assertSameBits(alone.averageOptimizer(), theta);
  }

  @Test
  void negativeZeroAndTheSmallestValuesSurvive() {
    float[] theta = {-0f, 0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, 0.1f};
    averager.add(result(7, 1, theta, NONE));
    assertSameBits(averager.average(), theta);
  }

  @Test
  void sumsAreInDouble() {
    averager.add(result(1, 1, new float[] {0x1p24f}, NONE));
    averager.add(result(1, 1, new float[] {1}, NONE));
    averager.add(result(1, 1, new float[] {1}, NONE));
    averager.add(result(1, 1, new float[] {-0x1p24f}, NONE));
    assertThat(averager.average()).containsExactly(0.5f); // in float: 0
  }

  /** Why results are never added as they arrive. */
  @Test
  void theOrderOfReplicasIsPartOfTheResult() {
    float[][] thetas = {{1}, {0x1p-60f}, {-1}};
    for (float[] theta : thetas) {
      averager.add(result(1, 1, theta, NONE));
    }
    ParameterAverager other = new ParameterAverager();
    for (int i : new int[] {0, 2, 1}) {
      other.add(result(1, 1, thetas[i], NONE));
    }
    assertThat(averager.average()).containsExactly(0);
    assertThat(other.average()[0]).isPositive();
  }

  @Test
  void aReplicaThatHasRunOutIsLeftOut() {
    averager.add(result(0, 0, new float[] {100}, NONE));
    averager.add(result(2, 3, new float[] {4}, NONE));
    assertThat(averager.average()).containsExactly(4);
    assertThat(averager.used()).isEqualTo(1);
    assertThat(averager.nonFinite()).isEmpty();
  }

  @Test
  void aReplicaThatIsNotFiniteIsLeftOutAndNamed() {
    averager.add(result(1, Double.NaN, new float[] {100}, NONE));
    averager.add(result(2, 3, new float[] {4}, NONE));
    averager.add(result(1, 1, new float[] {Float.POSITIVE_INFINITY}, NONE));
    assertThat(averager.average()).containsExactly(4);
    assertThat(averager.nonFinite()).containsExactly(0, 2);
    assertThat(averager.score()).isEqualTo(new Score(3, 2));
  }

  @Test
  void withNothingToAverageItSaysSo() {
    averager.add(result(0, 0, new float[] {1}, NONE));
    averager.add(result(1, Double.NaN, new float[] {1}, NONE));
    assertThat(averager.used()).isZero();
    assertThatThrownBy(averager::average)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of 2 1 are not finite");
  }

  @Test
  void replicasOfAnotherSizeAreRefused() {
    averager.add(result(1, 1, new float[] {1, 2}, NONE));
    assertThatThrownBy(() -> averager.add(result(1, 1, new float[] {1}, NONE)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("theta of all replicas must have 2 floats, got 1");
  }

  @Test
  void resultsAreNotWrittenTo() {
    float[] theta = {1, 2};
    averager.add(result(3, 1, theta, NONE));
    averager.add(result(5, 1, new float[] {7, 8}, NONE));
    averager.average()[0] = 9;
    assertThat(theta).containsExactly(1, 2);
    assertThat(averager.average()[0]).isEqualTo(4.75f);
  }

  private static LocalResult result(
      double labelled, double loss, float[] theta, float[] optimizer) {
    return new LocalResult(theta, optimizer, NONE, labelled, loss, 1, 1);
  }

  private static void assertSameBits(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToRawIntBits(actual[i]))
          .isEqualTo(Float.floatToRawIntBits(expected[i]));
    }
  }
}
