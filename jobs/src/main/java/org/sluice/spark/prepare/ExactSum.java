package org.sluice.spark.prepare;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of floats, or of products of two floats, without any rounding: a fixed-point number of 640
 * bits, lowest bit 2^-320. Because nothing is lost, terms may come in any order and partial sums
 * may be merged in any grouping, and the bits are the same. One thread at a time.
 */
final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LOWEST = -320;
  private static final int LIMB_BITS = 32;
  private static final int LIMBS = 20;
  private static final long LIMB_MASK = (1L << LIMB_BITS) - 1;
  // a term adds less than 2^32 to a limb, so a limb of 63 bits holds this many without carrying
  private static final int TERMS_BEFORE_CARRY = 1 << 30;

  private final long[] limbs; // limb i counts units of 2^(LOWEST + 32 i)
  private int uncarried;

  ExactSum() {
    this(new long[LIMBS]);
  }

  private ExactSum(long[] limbs) {
    this.limbs = limbs;
  }

  /** The sum that {@link #limbs} came from; the array is copied. */
  static ExactSum ofLimbs(long[] limbs) {
    return new ExactSum(limbs.clone());
  }

  /** Adds a float or the product of two floats, which are exact in double; must be finite. */
  void add(double term) {
    long bits = Double.doubleToRawLongBits(term);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    if (exponent == 0) { // floats and their products are far from double's subnormals
      return;
    }
    long mantissa = (bits & ((1L << 52) - 1)) | (1L << 52);
    // trailing zeros go first, or the mantissa of a small float would reach below the lowest limb
    int zeros = Long.numberOfTrailingZeros(mantissa);
    addShifted(mantissa >>> zeros, exponent - 1075 + zeros - LOWEST, bits < 0);
  }

  private void addShifted(long mantissa, int shift, boolean negative) {
    int limb = shift / LIMB_BITS;
    int inside = shift % LIMB_BITS;
    long low = (mantissa << inside) & LIMB_MASK;
    long middle = (mantissa >>> (LIMB_BITS - inside)) & LIMB_MASK;
    long high = inside == 0 ? 0 : mantissa >>> (2 * LIMB_BITS - inside);
    long sign = negative ? -1 : 1;
    limbs[limb] += sign * low;
    limbs[limb + 1] += sign * middle;
    limbs[limb + 2] += sign * high;
    if (++uncarried == TERMS_BEFORE_CARRY) {
      carry();
    }
  }

  void merge(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
    carry();
  }

  /** The one representation of this value: every limb but the last in [0, 2^32); a copy. */
  long[] limbs() {
    carry();
    return limbs.clone();
  }

  /** The sum itself, without rounding. */
  BigDecimal value() {
    carry();
    BigInteger whole = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      whole = whole.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[i]));
    }
    return new BigDecimal(whole).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-LOWEST)));
  }

  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> LIMB_BITS;
      limbs[i] &= LIMB_MASK;
    }
    uncarried = 0;
  }
}
