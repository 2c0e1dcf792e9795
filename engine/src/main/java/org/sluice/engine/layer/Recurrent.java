package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Sequence;

/**
 * A cell scanned over time: carries its state from step to step, and owns masks and resets so that
 * no cell has to know them.
 */
public final class Recurrent {
  private final Cell cell;
  private final int[] widths; // of the carried arrays
  private final int[] strides; // the same, padded

  public Recurrent(Cell cell) {
    this.cell = cell;
    widths = cell.carry();
    strides = Arrays.stream(widths).map(Cell::padded).toArray();
  }

  public int inputs() {
    return cell.inputs();
  }

  public int outputs() {
    return widths[0];
  }

  /** Floats of state that one row carries. */
  public int stateWidth() {
    return Arrays.stream(widths).sum();
  }

  public Pass pass(int steps, int rows) {
    return new Pass(steps, rows);
  }

  /**
   * The buffers of one window of T steps by B rows. One thread at a time; nothing is allocated
   * after construction.
   */
  public final class Pass {
    private final int steps; // T
    private final int rows; // B
    private final Cell.Pass unit;
    private final float[][] before; // carry into each step, [T, B, stride]
    private final float[][] after; // carry out of each step, [T, B, stride]
    private final float[][] d; // gradient of the carry, [B, stride]
    private final float[][] held; // rows of d while the cell must not see them
    private final Sequence outputs;

    private Pass(int steps, int rows) {
      this.steps = steps;
      this.rows = rows;

      before = arrays(steps * rows);
      after = arrays(steps * rows);
      d = arrays(rows);
      held = arrays(rows);
      unit = cell.pass(steps, rows, new Cell.Carry(before, after, d));
      outputs = new Sequence(after[0], 0, strides[0]);
    }

    private float[][] arrays(int count) {
      return Arrays.stream(strides).mapToObj(s -> new float[count * s]).toArray(float[][]::new);
    }

    /** Outputs of the last forward pass, [T, B, padded H]: the array itself. */
    public Sequence outputs() {
      return outputs;
    }

    /**
     * Scans {@code x}, [T, B, I], starting from the rows' states in {@code state} from {@code
     * stateAt} on, {@code [B, width]} for each carried array, and leaves the states behind the last
     * step there.
     */
    public void forward(float[] theta, Sequence x, Mask mask, float[] state, int stateAt) {
      load(state, stateAt);
      unit.begin(theta, x);
      for (int t = 0; t < steps; t++) {
        reset(t, mask);
        unit.forward(theta, t);
        hold(t, mask);
        if (t + 1 < steps) {
          advance(t);
        }
      }
      store(state, stateAt);
    }

    /**
     * Back through the last forward pass.
     *
     * @param dy gradient of the outputs, [T, B, padded H]
     * @param dx receives the gradient of the inputs, [T, B, padded I]; null where nobody wants it
     */
    public void backward(float[] theta, Mask mask, float[] dy, float[] gradient, float[] dx) {
      for (float[] array : d) {
        Arrays.fill(array, 0);
      }
      unit.beginBackward(theta);
      for (int t = steps - 1; t >= 0; t--) {
        addOutputGradient(dy, t);
        takeHeldRows(t, mask);
        unit.backward(theta, t);
        returnHeldRows(t, mask);
      }
      unit.weightGradients(gradient);
      if (dx != null) {
        unit.inputGradient(theta, dx);
      }
    }

    private void load(float[] state, int at) {
      for (int a = 0; a < widths.length; a++) {
        for (int r = 0; r < rows; r++, at += widths[a]) {
          System.arraycopy(state, at, before[a], r * strides[a], widths[a]);
        }
      }
    }

    private void store(float[] state, int at) {
      for (int a = 0; a < widths.length; a++) {
        for (int r = (steps - 1) * rows; r < steps * rows; r++, at += widths[a]) {
          System.arraycopy(after[a], r * strides[a], state, at, widths[a]);
        }
      }
    }

    private void advance(int t) {
      for (int a = 0; a < strides.length; a++) {
        int block = rows * strides[a];
        System.arraycopy(after[a], t * block, before[a], (t + 1) * block, block);
      }
    }

    private void reset(int t, Mask mask) {
      for (int r = 0; r < rows; r++) {
        if (mask.resets(t, r)) {
          for (int a = 0; a < strides.length; a++) {
            int at = (t * rows + r) * strides[a];
            Arrays.fill(before[a], at, at + strides[a], 0);
          }
        }
      }
    }

    /** A padded step leaves the carry as it was. */
    private void hold(int t, Mask mask) {
      for (int r = 0; r < rows; r++) {
        if (mask.padded(t, r)) {
          for (int a = 0; a < strides.length; a++) {
            int at = (t * rows + r) * strides[a];
            System.arraycopy(before[a], at, after[a], at, strides[a]);
          }
        }
      }
    }

    private void addOutputGradient(float[] dy, int t) {
      float[] dh = d[0];
      int from = t * dh.length;
      for (int i = 0; i < dh.length; i++) {
        dh[i] += dy[from + i];
      }
    }

    /** The cell sees a zero gradient where the step was padded: the gradient passes it by. */
    private void takeHeldRows(int t, Mask mask) {
      for (int r = 0; r < rows; r++) {
        if (mask.padded(t, r)) {
          for (int a = 0; a < strides.length; a++) {
            int at = r * strides[a];
            System.arraycopy(d[a], at, held[a], at, strides[a]);
            Arrays.fill(d[a], at, at + strides[a], 0);
          }
        }
      }
    }

    private void returnHeldRows(int t, Mask mask) {
      for (int r = 0; r < rows; r++) {
        boolean padded = mask.padded(t, r);
        boolean resets = mask.resets(t, r);
        for (int a = 0; a < strides.length && (padded || resets); a++) {
          int at = r * strides[a];
          if (resets) {
            Arrays.fill(d[a], at, at + strides[a], 0);
          } else {
            System.arraycopy(held[a], at, d[a], at, strides[a]);
          }
        }
      }
    }
  }
}
