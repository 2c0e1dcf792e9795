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

  /**
   * Each gate's matrix, [H, I], with orthonormal rows; where there are more rows than columns, with
   * orthonormal columns.
   */
  public static void orthogonal(Block block, float[] theta, Draws draws) {
    boolean wide = block.units() <= block.depth();
    int count = Math.min(block.units(), block.depth());
    int length = Math.max(block.units(), block.depth());
    for (int gate = 0; gate < block.gates(); gate++) {
      double[][] vectors = Orthogonal.vectors(count, length, draws.at(gate));
      for (int v = 0; v < count; v++) {
        for (int i = 0; i < length; i++) {
          theta[block.index(gate, wide ? v : i, wide ? i : v)] = (float) vectors[v][i];
        }
      }
    }
  }

  /** Every element of one gate of a vector. */
  public static void constant(Block vector, int gate, float[] theta, float value) {
    for (int unit = 0; unit < vector.units(); unit++) {
      theta[vector.index(gate, unit, 0)] = value;
    }
  }
}
