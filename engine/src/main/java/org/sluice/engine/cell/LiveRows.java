package org.sluice.engine.cell;

import java.util.Arrays;

/**
 * Which rows of a window are real. Rows end at lengths of their own; what lies behind is padding,
 * and nobody computes on it: layers keep the real rows alone, those of step 0, then those of step
 * 1, …, each step's in the order of the batch (PyTorch's packed sequences, but for the sorting). In
 * a window without padding row b of step t is row t·B + b. One thread at a time.
 */
public final class LiveRows {
  private static final int NONE = -1;

  private final int steps; // T
  private final int rows; // B
  private final int[] lengths; // real steps of each row of the batch, [B]
  private final int[] starts; // first row of each step, and the number of all: [T + 1]
  private final int[] places; // t·B + b of each row
  private final int[] indices; // the row of each place, NONE for padding: [T, B]

  /** A window without padding. */
  public LiveRows(int steps, int rows) {
    this.steps = steps;
    this.rows = rows;
    lengths = new int[rows];
    starts = new int[steps + 1];
    places = new int[steps * rows];
    indices = new int[steps * rows];
    int[] whole = new int[rows];
    Arrays.fill(whole, steps);
    layOut(whole, 0);
  }

  /**
   * A window of {@code steps} steps.
   *
   * @param lengths real steps of each row, [B]
   */
  public static LiveRows of(int[] lengths, int steps) {
    LiveRows live = new LiveRows(steps, lengths.length);
    live.set(lengths, 0);
    return live;
  }

  /**
   * Another window, the steps of a longer one from {@code from} on.
   *
   * @param lengths real steps of each row of the longer one, [B]
   */
  public void set(int[] lengths, int from) {
    boolean whole = true;
    for (int length : lengths) {
      whole &= length - from >= steps;
    }
    if (!whole || !isFull()) {
      layOut(lengths, from);
    }
  }

  private void layOut(int[] longer, int from) {
    for (int b = 0; b < rows; b++) {
      lengths[b] = Math.max(0, Math.min(steps, longer[b] - from));
    }
    int row = 0;
    for (int t = 0; t < steps; t++) {
      starts[t] = row;
      for (int b = 0; b < rows; b++) {
        int place = t * rows + b;
        boolean live = t < lengths[b];
        indices[place] = live ? row : NONE;
        if (live) {
          places[row++] = place;
        }
      }
    }
    starts[steps] = row;
  }

  /** T. */
  public int steps() {
    return steps;
  }

  /** Whether there is no padding. */
  public boolean isFull() {
    return count() == places.length;
  }

  /** R, rows of all steps. */
  public int count() {
    return starts[steps];
  }

  /** Rows of step t. */
  public int count(int t) {
    return starts[t + 1] - starts[t];
  }

  /** First row of step t. */
  public int start(int t) {
    return starts[t];
  }

  /** Where the row stands in a window with padding: {@code t * B + b}. */
  public int place(int row) {
    return places[row];
  }

  /** Which row of the batch it is: b. */
  public int batchRow(int row) {
    return places[row] % rows;
  }

  /** The row that is row b of step t; below 0 where that is padding. */
  public int index(int t, int b) {
    return indices[t * rows + b];
  }

  /** Real steps of row b of the batch. */
  public int length(int b) {
    return lengths[b];
  }

  /** The row that is the last one of row b before step {@code t}; below 0 where there is none. */
  public int last(int t, int b) {
    int end = Math.min(t, lengths[b]);
    return end == 0 ? NONE : index(end - 1, b);
  }
}
