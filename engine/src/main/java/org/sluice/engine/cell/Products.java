package org.sluice.engine.cell;

import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.Int8;

/**
 * The products that cells and dense layers are made of: rows of inputs x, a block of weights W,
 * outputs z in panels.
 */
public final class Products {
  /**
   * Rows of an inner product that are worked on together: they and a panel of z fit into the
   * second-level cache.
   */
  private static final int ROWS_IN_CACHE = 448;

  static final float[] ZEROS = new float[Kernels.MAX_WIDTH];

  private Products() {}

  /** {@code z = x W + b} for {@code rows} rows from {@code from} on. */
  public static void affine(
      float[] theta, Block w, Block b, Sequence x, int from, int rows, Panels z) {
    multiply(theta, w, x, from, rows, z, theta, b.offset(), b.width(), 0);
  }

  /** {@code z = x W} for {@code rows} rows from {@code from} on. */
  public static void linear(float[] theta, Block w, Sequence x, int from, int rows, Panels z) {
    multiply(theta, w, x, from, rows, z, ZEROS, 0, 0, 0);
  }

  /** {@code z = b} for {@code rows} rows from {@code from} on. */
  public static void fill(float[] theta, Block b, int from, int rows, Panels z) {
    for (int p = 0; p < b.panels(); p++) {
      int bias = b.offset() + p * b.width();
      for (int r = from; r < from + rows; r++) {
        System.arraycopy(theta, bias, z.data(), z.at(p, r), z.width(p));
      }
    }
  }

  /** {@code z += x W} for {@code rows} rows from {@code from} on. */
  public static void add(float[] theta, Block w, Sequence x, int from, int rows, Panels z) {
    multiply(theta, w, x, from, rows, z, z.data(), z.at(0, from), z.panelStride(), z.rowStride());
  }

  private static void multiply(
      float[] theta,
      Block w,
      Sequence x,
      int from,
      int rows,
      Panels z,
      float[] init,
      int initAt,
      int initPanel,
      int initRow) {
    if (w.int8().isPresent()) {
      multiply(w, w.int8().get(), x, from, rows, z, init, initAt, initPanel, initRow);
      return;
    }
    for (int p = 0; p < w.panels(); p += z.alike(p)) {
      Kernels.get()
          .multiply(
              z.alike(p),
              rows,
              w.depth(),
              z.width(p),
              x.data(),
              x.at(from),
              x.stride(),
              1,
              theta,
              w.offset() + p * w.panelSize(),
              w.panelSize(),
              w.width(),
              z.data(),
              z.at(p, from),
              z.panelStride(),
              z.rowStride(),
              init,
              initAt + p * initPanel,
              initPanel,
              initRow);
    }
  }

  private static void multiply(
      Block w,
      Int8 rounded,
      Sequence x,
      int from,
      int rows,
      Panels z,
      float[] init,
      int initAt,
      int initPanel,
      int initRow) {
    for (int p = 0; p < w.panels(); p++) {
      Kernels.get()
          .multiplyInt8(
              rows,
              w.depth(),
              z.width(p),
              x.data(),
              x.at(from),
              x.stride(),
              rounded.weights(),
              p * w.panelSize(),
              w.width(),
              rounded.scales(),
              p * w.width(),
              z.data(),
              z.at(p, from),
              z.rowStride(),
              init,
              initAt + p * initPanel,
              initRow);
    }
  }

  /** {@code dW = xᵀ dz} over {@code rows} rows, overwriting W's block of gradient. */
  public static void weightGradient(Block w, Sequence x, int rows, Panels dz, float[] gradient) {
    for (int r = 0; r < rows; r += ROWS_IN_CACHE) {
      int depth = Math.min(ROWS_IN_CACHE, rows - r);
      boolean first = r == 0;
      for (int p = 0; p < w.panels(); p += dz.alike(p)) {
        int at = w.offset() + p * w.panelSize();
        Kernels.get()
            .multiply(
                dz.alike(p),
                w.depth(),
                depth,
                dz.width(p),
                x.data(),
                x.at(r),
                1,
                x.stride(),
                dz.data(),
                dz.at(p, r),
                dz.panelStride(),
                dz.rowStride(),
                gradient,
                at,
                w.panelSize(),
                w.width(),
                first ? ZEROS : gradient,
                first ? 0 : at,
                first ? 0 : w.panelSize(),
                first ? 0 : w.width());
      }
    }
  }

  /** {@code db}: the sum of dz's {@code rows} rows, overwriting b's block of gradient. */
  public static void biasGradient(Block b, int rows, Panels dz, float[] gradient) {
    for (int p = 0; p < b.panels(); p++) {
      int at = b.offset() + p * b.width();
      Kernels.get()
          .sumRows(rows, dz.width(p), dz.data(), dz.at(p, 0), dz.rowStride(), gradient, at);
    }
  }
}
