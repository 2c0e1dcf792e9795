package org.sluice.engine.cell;

import org.sluice.engine.base.Draws;
import org.sluice.engine.params.Block;

/**
 * Fresh parameters. Draws are numbered in the order of files, so they do not depend on how a block
 * lies in memory.
 */
public final class Initialisation {
  private Initialisation() {}

  /** Uniform in [-bound, bound). */
  public static void uniform(Block block, float[] theta, Draws draws, float bound) {
    float[] values = new float[block.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.uniform(i, bound);
    }
    block.write(values, theta);
  }

  /** Every element of one gate of a vector. */
  public static void constant(Block vector, int gate, float[] theta, float value) {
    for (int unit = 0; unit < vector.units(); unit++) {
      theta[vector.index(gate, unit, 0)] = value;
    }
  }
}
