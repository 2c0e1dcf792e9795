package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.Kernels.UNITS;
import static org.sluice.engine.kernel.VectorKernels.LANES;

/** {@link VectorKernels}' product: goes through its operands tile by tile. */
final class VectorProduct {
  /**
   * Vectors side by side in a tile: with 4 rows their sums fill half of AVX-512's 32 registers, or
   * of AVX2's 16.
   */
  private static final int VECTORS = LANES == UNITS ? 4 : 2;

  private static final int ROWS = 4;

  /**
   * Rows of b that a block of a product goes through: with 64 columns they fill a first-level cache
   * of 32 KiB.
   */
  private static final int DEPTH_IN_CACHE = 128;

  private VectorProduct() {}

  /** As {@link Kernels#multiply}, one panel. */
  static void multiply(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    int k = 0;
    do {
      int some = Math.min(DEPTH_IN_CACHE, depth - k);
      boolean first = k == 0;
      block(
          rows,
          some,
          width,
          a,
          aAt + k * aStep,
          aRow,
          aStep,
          b,
          bAt + k * bRow,
          bRow,
          c,
          cAt,
          cRow,
          first ? init : c,
          first ? initAt : cAt,
          first ? initRow : cRow);
      k += some;
    } while (k < depth);
  }

  private static void block(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    boolean panel = bRow == width;
    int inFours = rows / ROWS * ROWS;
    if (panel && width <= VECTORS * LANES) {
      for (int i = 0; i < inFours; i += ROWS) {
        int from = aAt + i * aRow;
        int to = cAt + i * cRow;
        int start = initAt + i * initRow;
        Tiles.four(
            width / LANES, depth, a, from, aRow, aStep, b, bAt, c, to, cRow, init, start, initRow);
      }
    } else {
      strips(
          inFours, depth, width, a, aAt, aRow, aStep, b, bAt, bRow, c, cAt, cRow, init, initAt,
          initRow);
    }
    for (int i = inFours; i < rows; i++) {
      int from = aAt + i * aRow;
      int to = cAt + i * cRow;
      int start = initAt + i * initRow;
      if (panel) {
        RowTiles.one(width / LANES, depth, a, from, aStep, b, bAt, c, to, init, start);
      } else {
        for (int j = 0; j < width; j += LANES) {
          StripTiles.oneByOne(depth, a, from, aStep, b, bAt + j, bRow, c, to + j, init, start + j);
        }
      }
    }
  }

  private static void strips(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    for (int j = 0; j < width; j += 2 * LANES) {
      for (int i = 0; i < rows; i += ROWS) {
        int from = aAt + i * aRow;
        int to = cAt + j + i * cRow;
        int start = initAt + j + i * initRow;
        if (j + LANES < width) {
          StripTiles.fourByTwo(
              depth, a, from, aRow, aStep, b, bAt + j, bRow, c, to, cRow, init, start, initRow);
        } else {
          StripTiles.fourByOne(
              depth, a, from, aRow, aStep, b, bAt + j, bRow, c, to, cRow, init, start, initRow);
        }
      }
    }
  }
}
