package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;

/**
 * Makes one vector of each row's window, of its real steps alone: what the dense layer on top reads
 * where a window has one target. A row without a step has no vector. Forward and backward over one
 * window after the other; one thread at a time.
 */
public abstract class Pool {
  final int stride; // of a vector
  final float[] x; // [T·B, stride]
  final float[] y; // [B, stride]
  private final Sequence outputs;

  /**
   * @param x a layer's outputs: the array itself
   */
  private Pool(Sequence x, int rows) {
    this.x = x.data();
    stride = x.stride();
    y = new float[rows * stride];
    outputs = new Sequence(y, 0, stride);
  }

  /** What the last forward pass made, a row for each row of the batch that has a step. */
  public final Sequence outputs() {
    return outputs;
  }

  /**
   * @param live the rows of x
   * @param pooled those of the outputs: a window of one step
   */
  public final void forward(LiveRows live, LiveRows pooled) {
    for (int k = 0; k < pooled.count(); k++) {
      pool(k, pooled.batchRow(k), live);
    }
  }

  /**
   * Back through the last forward pass.
   *
   * @param dy gradient of the outputs
   * @param dx receives the gradient of x, [T·B, stride]: the same array each time, all zero at
   *     first
   */
  public final void backward(LiveRows live, LiveRows pooled, float[] dy, float[] dx) {
    clear(live, dx);
    for (int k = 0; k < pooled.count(); k++) {
      spread(k, pooled.batchRow(k), live, dy, dx);
    }
  }

  /** Makes row k of y from all steps of row b of the batch, at least one. */
  abstract void pool(int k, int b, LiveRows live);

  /** Makes the live rows of dx zero. */
  void clear(LiveRows live, float[] dx) {
    Arrays.fill(dx, 0, live.count() * stride, 0);
  }

  /** From the gradient of row k of y to that of the steps in x; others are zero already. */
  abstract void spread(int k, int b, LiveRows live, float[] dy, float[] dx);

  final int at(int t, int b, LiveRows live) {
    return live.index(t, b) * stride;
  }

  final void copy(int from, int k) {
    System.arraycopy(x, from, y, k * stride, stride);
  }

  /** A row's last step. */
  public static final class Last extends Pool {
    private final int[] taken; // where in dx the gradient of each row of y went last, [B]

    public Last(Sequence x, int rows) {
      super(x, rows);
      taken = new int[rows];
    }

    @Override
    void pool(int k, int b, LiveRows live) {
      copy(at(live.length(b) - 1, b, live), k);
    }

    /** A row or so of each, not all T·B: the rest has been zero ever since. */
    @Override
    void clear(LiveRows live, float[] dx) {
      for (int at : taken) {
        Arrays.fill(dx, at, at + stride, 0);
      }
    }

    @Override
    void spread(int k, int b, LiveRows live, float[] dy, float[] dx) {
      taken[k] = at(live.length(b) - 1, b, live);
      System.arraycopy(dy, k * stride, dx, taken[k], stride);
    }
  }

  /** Each element's mean. */
  public static final class Mean extends Pool {
    public Mean(Sequence x, int rows) {
      super(x, rows);
    }

    @Override
    void pool(int k, int b, LiveRows live) {
      copy(at(0, b, live), k);
      int to = k * stride;
      int length = live.length(b);
      for (int t = 1; t < length; t++) {
        int from = at(t, b, live);
        for (int j = 0; j < stride; j++) {
          y[to + j] += x[from + j];
        }
      }
      for (int j = 0; j < stride; j++) {
        y[to + j] /= length;
      }
    }

    @Override
    void spread(int k, int b, LiveRows live, float[] dy, float[] dx) {
      int length = live.length(b);
      for (int t = 0; t < length; t++) {
        int to = at(t, b, live);
        for (int j = 0; j < stride; j++) {
          dx[to + j] = dy[k * stride + j] / length;
        }
      }
    }
  }

  /** Each element's greatest value; of equal ones the first receives the gradient. */
  public static final class Max extends Pool {
    private final int[] taken; // where in x each element comes from, [B, stride]

    public Max(Sequence x, int rows) {
      super(x, rows);
      taken = new int[y.length];
    }

    @Override
    void pool(int k, int b, LiveRows live) {
      copy(at(0, b, live), k);
      int to = k * stride;
      Arrays.fill(taken, to, to + stride, at(0, b, live));
      for (int t = 1; t < live.length(b); t++) {
        int from = at(t, b, live);
        for (int j = 0; j < stride; j++) {
          if (x[from + j] > y[to + j]) {
            y[to + j] = x[from + j];
            taken[to + j] = from;
          }
        }
      }
    }

    @Override
    void spread(int k, int b, LiveRows live, float[] dy, float[] dx) {
      int from = k * stride;
      for (int j = 0; j < stride; j++) {
        dx[taken[from + j] + j] = dy[from + j];
      }
    }
  }
}
