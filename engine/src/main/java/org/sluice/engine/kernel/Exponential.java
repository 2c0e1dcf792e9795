package org.sluice.engine.kernel;

/**
 * exp(x) for x at most 0: {@code x = n ln 2 + r} with |r| at most ln 2 / 2, and exp(r) by a
 * polynomial of degree 6 whose first two terms are exact. The others are a minimax fit of the
 * relative error by iteratively reweighted least squares (Lawson). In float it is within 2e-7 of
 * exp, relative, from {@value #LEAST} to 0; below that it is 0.
 */
final class Exponential {
  static final float LEAST = -87f;

  static final float LOG2_E = 1.442695f;
  static final float LN_2 = 0.6931472f;
  static final float LN_2_REST = -1.9046542e-9f;

  /** 1.5 * 2^23: a float added to it is rounded to a whole number, held in the last bits. */
  static final float ROUND = 12582912f;

  static final float C2 = 0.49999994f;
  static final float C3 = 0.1666652f;
  static final float C4 = 0.041668393f;
  static final float C5 = 0.008368781f;
  static final float C6 = 0.0013814467f;

  private static final int MANTISSA_BITS = 23;

  private Exponential() {}

  static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN_2, x);
    r = Math.fma(n, -LN_2_REST, r);
    float p = Math.fma(C6, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    float power =
        Float.intBitsToFloat(
            (Float.floatToRawIntBits(shifted) << MANTISSA_BITS) + Float.floatToRawIntBits(1f));
    return x < LEAST ? 0f : p * power;
  }
}
