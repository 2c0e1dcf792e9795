package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;

class ClippingTest {
  @Test
  void aLongGradientIsScaledToTheBoundAndKeepsItsDirection() {
    float[] gradient = {3, 0, -4};
    assertThat(Clipping.byGlobalNorm(gradient, 0.5)).isEqualTo(5);
    assertThat(gradient).containsExactly(0.3f, 0, -0.4f);
  }

  @Test
  void aShortGradientIsLeftAlone() {
    float[] gradient = {3, 0, -4};
    assertThat(Clipping.byGlobalNorm(gradient, 5)).isEqualTo(5);
    assertThat(Clipping.byGlobalNorm(gradient, Double.POSITIVE_INFINITY)).isEqualTo(5);
    assertThat(gradient).containsExactly(3, 0, -4);
  }

  @Test
  void theNormOfHugeValuesDoesNotOverflow() {
    float[] gradient = {Float.MAX_VALUE, Float.MAX_VALUE};
    double norm = Clipping.byGlobalNorm(gradient, 1);
    assertThat(norm).isCloseTo(Float.MAX_VALUE * Math.sqrt(2), within(1e30));
    assertThat(gradient[0]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
  }

  @Test
  void whatIsNotFiniteIsShownAndNotHidden() {
    float[] gradient = {1, Float.POSITIVE_INFINITY};
    assertThat(Clipping.byGlobalNorm(gradient, 1)).isInfinite();
    assertThat(gradient).containsExactly(1, Float.POSITIVE_INFINITY);
    assertThat(Clipping.byGlobalNorm(new float[] {1, Float.NaN}, 1)).isNaN();
  }

  @Test
  void eachElementIsMovedIntoItsBounds() {
    float[] gradient = {3, -0.5f, -4, Float.NaN, Float.NEGATIVE_INFINITY, 1};
    Clipping.byValue(gradient, 1);
    assertThat(gradient).containsExactly(1, -0.5f, -1, Float.NaN, -1, 1);
  }

  @Test
  void aLongStepIsShortenedToItsBound() {
    float[] before = {1, 1, 1};
    float[] theta = {4, 1, -3};
    assertThat(Clipping.byChange(theta, before, 2)).isEqualTo(5);
    assertThat(theta[0]).isCloseTo(2.2f, within(1e-6f));
    assertThat(theta[1]).isEqualTo(1);
    assertThat(theta[2]).isCloseTo(-0.6f, within(1e-6f));
  }

  @Test
  void aShortStepAndOneThatIsNotFiniteAreLeftAlone() {
    float[] theta = {4, 1, -3};
    assertThat(Clipping.byChange(theta, new float[] {1, 1, 1}, 5)).isEqualTo(5);
    assertThat(theta).containsExactly(4, 1, -3);
    float[] broken = {4, Float.NaN};
    assertThat(Clipping.byChange(broken, new float[2], 1)).isNaN();
    assertThat(broken).containsExactly(4, Float.NaN);
  }

  @Test
  void settingsClipByNormAndThenByValue() {
    float[] gradient = {3, 0, -4};
    assertThat(new ClipSettings(2.5, 1.75, 1, 1).clip(gradient)).isEqualTo(5);
    assertThat(gradient).containsExactly(1.5f, 0, -1.75f);
    float[] free = {3, 0, -4};
    assertThat(ClipSettings.NONE.clip(free)).isEqualTo(5);
    assertThat(free).containsExactly(3, 0, -4);
    assertThat(ClipSettings.NONE.boundsChange()).isFalse();
  }

  @Test
  void aBoundOfNothingIsRefusedByName() {
    assertThatThrownBy(() -> new ClipSettings(1, 0, 1, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.clip.value");
  }

  /** The order of the sum, written out: it decides bits of every model. */
  @Test
  void squaresAreSummedInSixteenPartialsJoinedByATree() {
    Draws draws = Draws.of(1, Purpose.SAMPLE);
    for (int size : new int[] {0, 1, 7, 15, 16, 17, 31, 32, 33, 100, 1000}) {
      float[] values = new float[size];
      double[] partials = new double[16];
      for (int j = 0; j < size; j++) {
        values[j] = draws.uniform(j, 3);
        partials[j % 16] += (double) values[j] * values[j];
      }
      double[] eight = halved(partials);
      double expected = halved(halved(halved(eight)))[0];
      assertThat(Sums.squares(values)).isEqualTo(expected);
    }
  }

  /** Element p joined with element p + half. */
  private static double[] halved(double[] values) {
    double[] half = new double[values.length / 2];
    for (int p = 0; p < half.length; p++) {
      half[p] = values[p] + values[p + half.length];
    }
    return half;
  }
}
