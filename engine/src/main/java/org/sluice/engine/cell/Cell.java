package org.sluice.engine.cell;

import org.sluice.engine.base.Draws;

/**
 * A recurrent unit: {@code (carry, x) -> carry}, where the carry is a list of arrays and the first
 * of them, h, is also the output. Arrays of the carry are {@code [.., B, width padded to 16]}
 * row-major, see {@link #padded}; padding is zero.
 *
 * <p>To be fast a cell does its input part and its weight gradients over all T steps at once, and
 * only what must be sequential in {@link Pass#forward} and {@link Pass#backward}. A cell is
 * immutable; its passes hold the buffers.
 */
public interface Cell {

  int inputs();

  /** Widths of the carried arrays; the first one is h, the output. */
  int[] carry();

  /** Draws fresh parameters into the cell's blocks of {@code theta}. */
  void initialise(float[] theta, Draws draws);

  /**
   * Buffers for windows of up to {@code steps} steps by {@code rows} rows, bound to the scan's
   * arrays. One thread at a time.
   */
  Pass pass(int steps, int rows, Carry carry);

  /** Width of a row of a carried array: {@code width} rounded up to whole panels. */
  static int padded(int width) {
    return (width + 15) / 16 * 16;
  }

  /**
   * The scan's arrays, one of each for every carried array, with rows as {@link LiveRows} lays them
   * out. They are shared: the scan moves the carry from step to step, and may change what a step
   * left in {@code after}: a cell must not read that again on the way back.
   *
   * @param before carry into each step, [R, padded width]
   * @param after carry out of each step, [R, padded width]
   * @param gradient of the carry out of the step at hand, [rows of the step, padded width]
   * @param dropout of the candidate, null for none; only an LSTM and the GRUs heed it
   * @param bound for the cell to apply on the way back
   */
  record Carry(
      float[][] before,
      float[][] after,
      float[][] gradient,
      CandidateDropout dropout,
      GradientBound bound) {

    /** Carry {@code a} into each step, as the rows of a product. */
    Sequence into(int a, int stride) {
      return new Sequence(before[a], 0, stride);
    }
  }

  /**
   * A cell's forward and backward computation over one window, whose R rows lie step after step; a
   * step is {@code rows} rows from {@code row} on, at least one. The scan calls {@code begin},
   * {@code forward} for every step, and for training {@code beginBackward}, {@code backward} for
   * every step in the opposite order, {@code weightGradients} and, if somebody wants it, {@code
   * inputGradient}.
   */
  interface Pass {
    /**
     * Takes up the window's inputs, [R, I], and computes what all steps need of them.
     *
     * @param all R
     */
    void begin(float[] theta, Sequence x, int all);

    /** A step: from the carry before to the carry after. */
    void forward(float[] theta, int row, int rows);

    /** Prepares what {@code backward} needs of the weights. */
    void beginBackward(float[] theta);

    /**
     * A step back: the carry's gradient comes in as that after the step and leaves as that before
     * it.
     */
    void backward(float[] theta, int row, int rows);

    /**
     * Overwrites the cell's blocks of {@code gradient}, summed over all steps; padding stays as it
     * is.
     */
    void weightGradients(float[] gradient);

    /** Overwrites R rows of {@code dx}, [.., padded I], with the gradient of the inputs. */
    void inputGradient(float[] theta, float[] dx);
  }
}
