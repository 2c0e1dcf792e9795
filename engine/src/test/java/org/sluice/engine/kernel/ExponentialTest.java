package org.sluice.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void itIsWithinItsBoundOfTheFunction() {
    double worst = 0;
    int least = Float.floatToRawIntBits(Exponential.LEAST);
    for (int bits = Float.floatToRawIntBits(-1e-9f); bits <= least; bits += 997) {
      float x = Float.intBitsToFloat(bits);
      double exact = StrictMath.exp(x);
      worst = Math.max(worst, Math.abs(Exponential.exp(x) - exact) / exact);
    }
    assertThat(worst).isLessThanOrEqualTo(2e-7);
  }

  @Test
  void itsEndsAreExact() {
    assertThat(Exponential.exp(0f)).isEqualTo(1f);
    assertThat(Exponential.exp(-0f)).isEqualTo(1f);
    assertThat(Exponential.exp(Exponential.LEAST)).isPositive();
    assertThat(Exponential.exp(Math.nextDown(Exponential.LEAST))).isZero();
    assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(Float.NaN)).isNaN();
  }
}
