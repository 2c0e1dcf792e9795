package org.sluice.engine.cell;

import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;

/**
 * Wᵀ of a block, packed so that {@code dZ Wᵀ} runs on the same kernel as {@code x W}: strips of up
 * to {@value Kernels#MAX_WIDTH} of W's inputs, each {@code [panels * width][strip]}. Packed anew
 * for each backward pass, into the same buffer.
 */
public final class Transposed {
  /** Strips that are worked on together: a step of 32 rows keeps their outputs in the cache. */
  private static final int STRIPS_IN_CACHE = 8;

  private final Block w;
  private final int columns; // W's inputs, padded
  private float[] packed = {}; // made when it is first wanted: inference never does

  public Transposed(Block w) {
    this.w = w;
    columns = Cell.padded(w.depth());
  }

  /** Floats in a row of W's inputs, padded. */
  int stride() {
    return columns;
  }

  public void pack(float[] theta) {
    int outputs = w.panels() * w.width();
    if (packed.length == 0) {
      packed = new float[outputs * columns];
    }
    for (int column = 0; column < columns; column += Kernels.MAX_WIDTH) {
      int strip = strip(column);
      int real = Math.min(strip, w.depth() - column);
      for (int p = 0; p < w.panels(); p++) {
        int from = w.offset() + p * w.panelSize() + column * w.width();
        int to = outputs * column + p * w.width() * strip;
        packPanel(theta, from, real, to, strip);
      }
    }
  }

  /**
   * Four of W's inputs at a time: their outputs are read as four streams, which the processor
   * fetches ahead.
   */
  private void packPanel(float[] theta, int from, int real, int to, int strip) {
    int width = w.width();
    int inFours = real - real % 4;
    for (int j = 0; j < inFours; j += 4) {
      if (strip == Kernels.MAX_WIDTH) { // as a constant: a twentieth of a large step is won
        packFour(theta, from + j * width, to + j, Kernels.MAX_WIDTH);
      } else {
        packFour(theta, from + j * width, to + j, strip);
      }
    }
    for (int j = inFours; j < real; j++) {
      for (int q = 0; q < width; q++) {
        packed[to + q * strip + j] = theta[from + j * width + q];
      }
    }
  }

  private void packFour(float[] theta, int source, int target, int strip) {
    int width = w.width();
    for (int q = 0; q < width; q++, source++, target += strip) {
      packed[target] = theta[source];
      packed[target + 1] = theta[source + width];
      packed[target + 2] = theta[source + 2 * width];
      packed[target + 3] = theta[source + 3 * width];
    }
  }

  /**
   * {@code out = dz Wᵀ} for {@code rows} rows from {@code from} on.
   *
   * @param out rows of {@code Cell.padded(depth)} floats, the first of them at {@code outAt},
   *     {@code outRow} apart; overwritten
   */
  public void multiply(Panels dz, int from, int rows, float[] out, int outAt, int outRow) {
    multiply(dz, from, rows, out, outAt, outRow, false);
  }

  /** {@code out += dz Wᵀ}. */
  public void add(Panels dz, int from, int rows, float[] out, int outAt, int outRow) {
    multiply(dz, from, rows, out, outAt, outRow, true);
  }

  private void multiply(
      Panels dz, int from, int rows, float[] out, int outAt, int outRow, boolean add) {
    int panelSize = w.panels() * w.width() * Kernels.MAX_WIDTH;
    for (int column = 0, strips; column < columns; column += strips * Kernels.MAX_WIDTH) {
      int strip = strip(column);
      int to = outAt + column;
      strips = Math.max(1, Math.min(STRIPS_IN_CACHE, (columns - column) / Kernels.MAX_WIDTH));
      for (int p = 0; p < w.panels(); p++) {
        boolean first = p == 0 && !add;
        Kernels.get()
            .multiply(
                strips,
                rows,
                dz.width(p),
                strip,
                dz.data(),
                dz.at(p, from),
                dz.rowStride(),
                1,
                packed,
                w.panels() * w.width() * column + p * w.width() * strip,
                panelSize,
                strip,
                out,
                to,
                Kernels.MAX_WIDTH,
                outRow,
                first ? Products.ZEROS : out,
                first ? 0 : to,
                first ? 0 : Kernels.MAX_WIDTH,
                first ? 0 : outRow);
      }
    }
  }

  private int strip(int column) {
    return Math.min(Kernels.MAX_WIDTH, columns - column);
  }
}
