package org.sluice.engine.layer;

/**
 * Which steps of a window are real. Past its length a row keeps its carry, whatever stands in its
 * inputs; where reset is set its carry is zeroed before the step.
 *
 * @param lengths real steps of each row, [B]
 * @param reset [T, B]
 */
public record Mask(int[] lengths, boolean[] reset) {

  boolean padded(int t, int row) {
    return t >= lengths[row];
  }

  boolean resets(int t, int row) {
    return reset[t * lengths.length + row];
  }
}
