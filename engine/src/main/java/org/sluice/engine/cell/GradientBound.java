package org.sluice.engine.cell;

/**
 * Bound on each element of the gradient of a cell's pre-activations at each time step, before it
 * goes on to the weights, the inputs and the step before (Graves 2013, arXiv 1308.0850). There is
 * none until one is set. One thread at a time.
 */
public final class GradientBound {
  private float bound = Float.POSITIVE_INFINITY;

  /**
   * @param bound above 0; infinity for none
   */
  public void set(double bound) {
    this.bound = (float) bound;
  }

  /** {@code rows} rows of {@code width} floats from {@code at} on, {@code stride} apart. */
  void apply(int rows, int width, float[] dz, int at, int stride) {
    if (bound == Float.POSITIVE_INFINITY) {
      return;
    }
    for (int r = 0; r < rows; r++, at += stride) {
      for (int j = at; j < at + width; j++) {
        dz[j] = Math.max(-bound, Math.min(bound, dz[j]));
      }
    }
  }

  /** Every panel of {@code rows} rows from {@code row} on. */
  void apply(int rows, Panels dz, int row) {
    for (int p = 0; p * dz.width() < dz.columns(); p++) {
      apply(rows, dz.width(p), dz.data(), dz.at(p, row), dz.rowStride());
    }
  }
}
