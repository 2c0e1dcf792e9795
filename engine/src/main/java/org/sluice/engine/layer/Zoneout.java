package org.sluice.engine.layer;

import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.LiveRows;

/**
 * Zoneout (Krueger et al. 2017): while training some elements of the carry stay as they were before
 * the step, others are drawn at every step; without noise each moves a part of the way. {@code
 * carry = s ⊙ before + (1 − s) ⊙ after}, s being 1 or 0 at random, or the rate. The buffers of one
 * scan.
 */
final class Zoneout {
  private final float rate;
  private final int[] strides; // of the carried arrays
  private final float[][] stay; // s, [T·B, stride]
  private final float[][] past; // what of the gradient goes past the cell, [B, stride]

  Zoneout(double rate, int steps, int rows, int[] strides) {
    this.rate = (float) rate;
    this.strides = strides;
    stay = new float[strides.length][];
    past = new float[strides.length][];
    for (int a = 0; a < strides.length; a++) {
      stay[a] = new float[steps * rows * strides[a]];
      past[a] = new float[rows * strides[a]];
    }
  }

  /** Makes {@code after}, step t's carry out of the cell, that out of the step. */
  void forward(Window window, int t, float[][] before, float[][] after) {
    LiveRows live = window.live();
    for (int a = 0; a < strides.length; a++) {
      Draws draws = draws(window, a);
      float[] s = stay[a];
      for (int row = live.start(t), end = row + live.count(t); row < end; row++) {
        int at = row * strides[a];
        int first = live.place(row) * strides[a]; // of the row's draws
        for (int j = 0; j < strides[a]; j++) {
          float stays = draws == null ? rate : draws.uniform(first + j) < rate ? 1 : 0;
          s[at + j] = stays;
          after[a][at + j] += stays * (before[a][at + j] - after[a][at + j]);
        }
      }
    }
  }

  private static Draws draws(Window window, int a) {
    return window.noise().isPresent() ? window.noise().get().at(a) : null;
  }

  /**
   * Leaves in {@code d} the gradient of what the cell computed in the step of {@code rows} rows
   * from {@code row} on, and keeps the rest.
   */
  void split(int row, int rows, float[][] d) {
    for (int a = 0; a < strides.length; a++) {
      int from = row * strides[a];
      for (int i = 0; i < rows * strides[a]; i++) {
        past[a][i] = stay[a][from + i] * d[a][i];
        d[a][i] -= past[a][i];
      }
    }
  }

  /** Adds what was kept to the gradient of the carry before the step. */
  void join(int rows, float[][] d) {
    for (int a = 0; a < strides.length; a++) {
      for (int i = 0; i < rows * strides[a]; i++) {
        d[a][i] += past[a][i];
      }
    }
  }
}
