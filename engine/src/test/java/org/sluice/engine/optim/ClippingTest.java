package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

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
