package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Optional;
import org.sluice.engine.base.Draws;

/**
 * Recurrent dropout without loss of memory (Semeniuta et al. 2016): while training some elements of
 * a cell's candidate n are left out at each step, so that nothing is written where they stand;
 * without noise each counts by what is kept on average. {@code n ← s ⊙ n}, s being 0 or 1 at
 * random, or one minus the rate. The buffers of one scan; works on panels of 16 units.
 */
public final class CandidateDropout {
  private final float rate;
  private final int stride; // H, padded
  private final float[] slopes; // of s ⊙ n over that which kernels take it for, [T, B, stride]
  private Optional<Draws> noise = Optional.empty();
  private LiveRows live; // of the window

  /**
   * @param width H, elements of the candidate
   */
  public CandidateDropout(double rate, int steps, int rows, int width) {
    this.rate = (float) rate;
    stride = Cell.padded(width);
    slopes = new float[steps * rows * stride];
  }

  /** Another window begins, with or without noise. */
  public void begin(Optional<Draws> noise, LiveRows live) {
    this.noise = noise;
    this.live = live;
  }

  /**
   * Leaves out elements of panel {@code p} of the activated candidate, whose {@code rows} rows from
   * {@code row} on stand in {@code n} at {@code nAt}, {@code nRow} apart.
   */
  void forward(int row, int rows, int p, float[] n, int nAt, int nRow) {
    Draws draws = noise.orElse(null);
    for (int r = 0; r < rows; r++) {
      int at = (row + r) * stride + p * UNITS;
      int first = live.place(row + r) * stride + p * UNITS; // of the row's draws
      for (int j = 0; j < UNITS; j++) {
        float whole = n[nAt + r * nRow + j];
        float keep = draws == null ? 1 - rate : draws.uniform(first + j) < rate ? 0 : 1;
        float kept = keep * whole;
        n[nAt + r * nRow + j] = kept;
        // kernels take the slope 1 - n² of the tanh from what is kept: right where that is all
        slopes[at + j] = draws == null ? keep * (1 - whole * whole) / (1 - kept * kept) : keep;
      }
    }
  }

  /** Corrects the gradient that a kernel gave for what tanh was taken of. */
  void backward(int row, int rows, int p, float[] dn, int at, int nRow) {
    for (int r = 0; r < rows; r++) {
      int from = (row + r) * stride + p * UNITS;
      for (int j = 0; j < UNITS; j++) {
        dn[at + r * nRow + j] *= slopes[from + j];
      }
    }
  }
}
