package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.cell.Sequence;

/**
 * Makes one vector of each row's window, of its real steps alone: what the dense layer on top reads
 * where a window has one target. Of a row without a step the first one is taken: what the row
 * carries stands there. Forward and backward over one window after the other; one thread at a time.
 */
public abstract class Pool {
  final int steps; // T
  final int stride; // of a vector
  final float[] x; // [T, B, stride]
  final float[] y; // [B, stride]
  private final int rows; // B
  private final Sequence outputs;

  /**
   * @param x a layer's outputs, T·B rows: the array itself
   */
  private Pool(Sequence x, int steps, int rows) {
    this.steps = steps;
    this.rows = rows;
    this.x = x.data();
    stride = x.stride();
    y = new float[rows * stride];
    outputs = new Sequence(y, 0, stride);
  }

  /** What the last forward pass made, B rows: the array itself. */
  public final Sequence outputs() {
    return outputs;
  }

  /**
   * @param lengths real steps of each row, [B]
   */
  public final void forward(int[] lengths) {
    for (int r = 0; r < rows; r++) {
      pool(r, Math.max(1, lengths[r]));
    }
  }

  /**
   * @param dy gradient of the outputs, [B, stride]
   * @param dx receives the gradient of x, [T, B, stride]: the same array each time, all zero at
   *     first
   */
  public final void backward(int[] lengths, float[] dy, float[] dx) {
    for (int r = 0; r < rows; r++) {
      spread(r, Math.max(1, lengths[r]), dy, dx);
    }
  }

  /** Makes {@code row} of y from its first {@code length} steps, at least one. */
  abstract void pool(int row, int length);

  /** From the gradient of {@code row} of y to that of all T steps in x. */
  abstract void spread(int row, int length, float[] dy, float[] dx);

  final int at(int t, int row) {
    return (t * rows + row) * stride;
  }

  final void copy(int t, int row) {
    System.arraycopy(x, at(t, row), y, row * stride, stride);
  }

  final void clear(int t, int row, float[] dx) {
    Arrays.fill(dx, at(t, row), at(t, row) + stride, 0);
  }

  /** A row's last step. */
  public static final class Last extends Pool {
    private final int[] taken; // step of each row that the gradient went to last, [B]

    public Last(Sequence x, int steps, int rows) {
      super(x, steps, rows);
      taken = new int[rows];
    }

    @Override
    void pool(int row, int length) {
      copy(length - 1, row);
    }

    @Override
    void spread(int row, int length, float[] dy, float[] dx) {
      clear(taken[row], row, dx);
      taken[row] = length - 1;
      System.arraycopy(dy, row * stride, dx, at(length - 1, row), stride);
    }
  }

  /** Each element's mean. */
  public static final class Mean extends Pool {
    public Mean(Sequence x, int steps, int rows) {
      super(x, steps, rows);
    }

    @Override
    void pool(int row, int length) {
      copy(0, row);
      int to = row * stride;
      for (int t = 1; t < length; t++) {
        int from = at(t, row);
        for (int j = 0; j < stride; j++) {
          y[to + j] += x[from + j];
        }
      }
      for (int j = 0; j < stride; j++) {
        y[to + j] /= length;
      }
    }

    @Override
    void spread(int row, int length, float[] dy, float[] dx) {
      for (int t = 0; t < steps; t++) {
        clear(t, row, dx);
        int to = at(t, row);
        for (int j = 0; j < stride && t < length; j++) {
          dx[to + j] = dy[row * stride + j] / length;
        }
      }
    }
  }

  /** Each element's greatest value; of equal ones the first receives the gradient. */
  public static final class Max extends Pool {
    private final int[] taken; // step that each element comes from, [B, stride]

    public Max(Sequence x, int steps, int rows) {
      super(x, steps, rows);
      taken = new int[y.length];
    }

    @Override
    void pool(int row, int length) {
      copy(0, row);
      int to = row * stride;
      Arrays.fill(taken, to, to + stride, 0);
      for (int t = 1; t < length; t++) {
        int from = at(t, row);
        for (int j = 0; j < stride; j++) {
          if (x[from + j] > y[to + j]) {
            y[to + j] = x[from + j];
            taken[to + j] = t;
          }
        }
      }
    }

    @Override
    void spread(int row, int length, float[] dy, float[] dx) {
      for (int t = 0; t < steps; t++) {
        clear(t, row, dx);
      }
      int from = row * stride;
      for (int j = 0; j < stride; j++) {
        dx[at(taken[from + j], row) + j] = dy[from + j];
      }
    }
  }
}
