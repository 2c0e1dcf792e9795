package org.sluice.engine.cell;

import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;

/**
 * The products that cells and dense layers are made of, over a block of weights W and a panel-major
 * array Z, {@code [panels][R][width]}: panel p of row r starts at {@code (p * R + r) * width}.
 */
public final class Products {
  /**
   * Rows of an inner product that are worked on together: they and a panel of Z fit into the
   * second-level cache.
   */
  private static final int ROWS_IN_CACHE = 448;

  private static final float[] ZEROS = new float[Kernels.MAX_WIDTH];

  private Products() {}

  /**
   * {@code Z = b + x W} for {@code rows} rows from {@code from} on, of the {@code all} rows of Z.
   */
  public static void affine(
      float[] theta, Block w, Block b, Sequence x, int from, int rows, float[] z, int all) {
    for (int p = 0; p < w.panels(); p++) {
      panel(
          theta,
          w,
          p,
          x,
          from,
          rows,
          z,
          (p * all + from) * w.width(),
          theta,
          b.offset() + p * w.width(),
          0);
    }
  }

  /** {@code Z += x W} for {@code rows} rows from {@code from} on, of the {@code all} rows of Z. */
  public static void add(
      float[] theta, Block w, Sequence x, int from, int rows, float[] z, int all) {
    for (int p = 0; p < w.panels(); p++) {
      addPanel(theta, w, p, x, from, rows, z, (p * all + from) * w.width());
    }
  }

  /** The same for panel {@code p} alone, whose rows of Z begin at {@code at}. */
  static void addPanel(
      float[] theta, Block w, int p, Sequence x, int from, int rows, float[] z, int at) {
    panel(theta, w, p, x, from, rows, z, at, z, at, w.width());
  }

  private static void panel(
      float[] theta,
      Block w,
      int p,
      Sequence x,
      int from,
      int rows,
      float[] z,
      int at,
      float[] init,
      int initAt,
      int initRow) {
    int width = w.width();
    int panel = w.offset() + p * w.panelSize();
    Kernels.get()
        .multiply(
            rows,
            w.depth(),
            width,
            x.data(),
            x.at(from),
            x.stride(),
            1,
            theta,
            panel,
            z,
            at,
            width,
            init,
            initAt,
            initRow);
  }

  /** {@code dW = xᵀ dZ} over {@code rows} rows, overwriting W's block of gradient. */
  public static void weightGradient(Block w, Sequence x, int rows, float[] dz, float[] gradient) {
    Kernels kernels = Kernels.get();
    int width = w.width();
    for (int r = 0; r < rows; r += ROWS_IN_CACHE) {
      int depth = Math.min(ROWS_IN_CACHE, rows - r);
      for (int p = 0; p < w.panels(); p++) {
        int at = w.offset() + p * w.panelSize();
        kernels.multiply(
            w.depth(),
            depth,
            width,
            x.data(),
            x.at(r),
            1,
            x.stride(),
            dz,
            (p * rows + r) * width,
            gradient,
            at,
            width,
            r == 0 ? ZEROS : gradient,
            r == 0 ? 0 : at,
            r == 0 ? 0 : width);
      }
    }
  }

  /** {@code db}: the sum of dZ's {@code rows} rows, overwriting b's block of gradient. */
  public static void biasGradient(Block bias, int rows, float[] dz, float[] gradient) {
    int width = bias.width();
    for (int p = 0; p < bias.panels(); p++) {
      Kernels.get().sumRows(rows, width, dz, p * rows * width, gradient, bias.offset() + p * width);
    }
  }

  static float[] zeros() {
    return ZEROS;
  }
}
