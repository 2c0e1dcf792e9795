package org.sluice.engine.params;

import java.io.Serializable;
import java.util.Arrays;
import org.sluice.engine.base.Draws;

/**
 * A vector of floats in 16 bits each: blocks of {@link #BLOCK} whole numbers, each block with a
 * power of two that they are multiples of. Rounding is stochastic, up with the probability of what
 * is cut off, so that the expectation is the vector itself and sums of many are not biased.
 *
 * <p>Fixed point within a block, and not bfloat16: that keeps 8 bits of every number, an error of
 * up to 2^-7 of it, while here it is 2^-14 of the largest of a block. Neighbours in a layout belong
 * to the same units and are mostly of one order, so that the vector as a whole is closer. A power
 * of two as the scale makes the way back exact.
 *
 * @param values multiples of the block's power of two
 * @param exponents of that power, one for each block
 */
public record Int16(short[] values, short[] exponents) implements Serializable {
  /** Numbers that share a scale; their 16 bits of exponent are one part in 256 on top. */
  public static final int BLOCK = 256;

  /** Of no numbers. */
  public static final Int16 NONE = new Int16(new short[0], new short[0]);

  private static final int LEAST = -149; // every float, and every difference, is a multiple of this

  /**
   * Rounds {@code values - from}.
   *
   * @param values finite; read only
   * @param from as many, or none for all zero; read only
   * @param draws number i decides on the rounding of value i
   */
  public static Int16 ofDifference(float[] values, float[] from, Draws draws) {
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      differences[i] = from.length == 0 ? values[i] : (double) values[i] - from[i];
    }
    short[] rounded = new short[values.length];
    short[] exponents = new short[blocks(values.length)];
    for (int block = 0; block < exponents.length; block++) {
      int first = block * BLOCK;
      int end = Math.min(first + BLOCK, rounded.length);
      exponents[block] = exponent(differences, first, end);
      double scale = Math.scalb(1.0, -exponents[block]);
      for (int i = first; i < end; i++) {
        double scaled = scale * differences[i];
        double down = Math.floor(scaled);
        rounded[i] = (short) (draws.uniform(i) < scaled - down ? down + 1 : down);
      }
    }
    return new Int16(rounded, exponents);
  }

  /** The least that keeps every multiple within 16 bits, rounded up or down. */
  private static short exponent(double[] values, int first, int end) {
    double most = 0;
    for (int i = first; i < end; i++) {
      most = Math.max(most, Math.abs(values[i]));
    }
    int exponent = Math.max(LEAST, Math.getExponent(most) - 14);
    return (short)
        (most > Math.scalb((double) Short.MAX_VALUE, exponent) ? exponent + 1 : exponent);
  }

  public int size() {
    return values.length;
  }

  /** A new array, without any further rounding. */
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) Math.scalb((double) values[i], exponents[i / BLOCK]);
    }
    return floats;
  }

  /** Whole blocks, part {@code part} of {@code parts} that together are this; a copy. */
  public Int16 part(int part, int parts) {
    int first = (int) ((long) exponents.length * part / parts);
    int end = (int) ((long) exponents.length * (part + 1) / parts);
    return new Int16(
        Arrays.copyOfRange(values, first * BLOCK, Math.min(end * BLOCK, values.length)),
        Arrays.copyOfRange(exponents, first, end));
  }

  private static int blocks(int size) {
    return (size + BLOCK - 1) / BLOCK;
  }
}
