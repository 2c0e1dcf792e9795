package org.sluice.engine.params;

/**
 * A matrix rounded to whole numbers from -127 to 127 times a scale for each of its outputs, the
 * greatest weight of an output being 127: a quarter of the memory. Padding is zero. Immutable.
 *
 * @param weights in the order of the block's panels, [panels][depth][gates][panelUnits]
 * @param scales [panels][gates][panelUnits]
 */
public record Int8(byte[] weights, float[] scales) {
  private static final int GREATEST = 127;

  /** Rounds {@code block}'s weights, the nearest whole number each, halves up. */
  static Int8 of(Block block, float[] theta) {
    byte[] weights = new byte[block.size()];
    float[] scales = new float[block.panels() * block.width()];
    for (int s = 0; s < scales.length; s++) {
      int panel = s / block.width() * block.panelSize() + s % block.width();
      float most = 0;
      for (int k = 0; k < block.depth(); k++) {
        most = Math.max(most, Math.abs(theta[block.offset() + panel + k * block.width()]));
      }
      scales[s] = most / GREATEST;
      for (int k = 0; k < block.depth() && most > 0; k++) {
        int at = panel + k * block.width();
        weights[at] = (byte) Math.round(theta[block.offset() + at] / most * GREATEST);
      }
    }
    return new Int8(weights, scales);
  }
}
