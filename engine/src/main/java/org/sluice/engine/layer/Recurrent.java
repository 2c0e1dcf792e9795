package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.CandidateDropout;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.GradientBound;
import org.sluice.engine.cell.Sequence;

/**
 * A cell scanned over time, forwards or backwards: carries its state from step to step, and owns
 * masks and resets so that no cell has to know them.
 */
public final class Recurrent implements Layer {
  private static final int CANDIDATE = -1; // coordinate of its noise; zoneout's are from 0 on

  private final Cell cell;
  private final boolean reverse;
  private final Noise noise;
  private final InitialState initial;
  private final int[] widths; // of the carried arrays
  private final int[] strides; // the same, padded
  private final int stateWidth;

  /**
   * @param reverse whether time runs from the window's last step to its first; such a scan carries
   *     nothing on to the next window and knows no resets
   */
  public Recurrent(Cell cell, boolean reverse) {
    this(cell, reverse, Noise.NONE, InitialState.ZERO);
  }

  /**
   * The same with something left out at random in training, and with another initial state than
   * zero.
   */
  public Recurrent(Cell cell, boolean reverse, Noise noise, InitialState initial) {
    this.cell = cell;
    this.reverse = reverse;
    this.noise = noise;
    this.initial = initial;
    widths = cell.carry();
    strides = Arrays.stream(widths).map(Cell::padded).toArray();
    int begun = initial.isZero() ? 0 : 1; // whether the row's series has begun, 0 or 1
    stateWidth = reverse ? 0 : Arrays.stream(widths).sum() + begun;
  }

  @Override
  public int outputs() {
    return widths[0];
  }

  @Override
  public int stateWidth() {
    return stateWidth;
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    cell.initialise(theta, draws);
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new Scan(steps, rows);
  }

  /**
   * What is left out of each step at random.
   *
   * @param zoneout rate at which elements of the carry stay as they were, see {@link Zoneout}
   * @param candidate rate at which elements of the candidate are left out, see {@link
   *     CandidateDropout}; an LSTM's or a GRU's
   */
  public record Noise(double zoneout, double candidate) {
    public static final Noise NONE = new Noise(0, 0);
  }

  private final class Scan implements Pass {
    private final int steps; // T
    private final int rows; // B
    private final int first; // step that the scan begins with
    private final int last;
    private final int direction; // +1 or -1
    private final Cell.Pass unit;
    private final float[][] before; // carry into each step, [T, B, stride]
    private final float[][] after; // carry out of each step, [T, B, stride]
    private final float[][] d; // gradient of the carry, [B, stride]
    private final GradientBound bound = new GradientBound();
    private final float[][] held; // rows of d while the cell must not see them
    private final Zoneout zone; // null where nothing stays
    private final CandidateDropout dropout; // null where nothing is left out
    private final boolean[] begins; // whether a row starts from the initial state, [B]
    private final Sequence outputs;

    Scan(int steps, int rows) {
      this.steps = steps;
      this.rows = rows;
      first = reverse ? steps - 1 : 0;
      last = steps - 1 - first;
      direction = reverse ? -1 : 1;
      before = arrays(steps * rows);
      after = arrays(steps * rows);
      d = arrays(rows);
      held = arrays(rows);
      zone = noise.zoneout == 0 ? null : new Zoneout(noise.zoneout, steps, rows, strides);
      int candidate = widths[widths.length - 1];
      dropout =
          noise.candidate == 0
              ? null
              : new CandidateDropout(noise.candidate, steps, rows, candidate);
      unit = cell.pass(steps, rows, new Cell.Carry(before, after, d, dropout, bound));
      begins = new boolean[rows];
      outputs = new Sequence(after[0], 0, strides[0]);
    }

    private float[][] arrays(int count) {
      return Arrays.stream(strides).mapToObj(s -> new float[count * s]).toArray(float[][]::new);
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      begin(theta, window, state, stateAt);
      if (dropout != null) {
        dropout.begin(window.at(CANDIDATE).noise());
      }
      unit.begin(theta, x);
      for (int s = 0, t = first; s < steps; s++, t += direction) {
        reset(theta, t, window);
        unit.forward(theta, t);
        if (zone != null) {
          zone.forward(window, t, before, after);
        }
        hold(t, window);
        if (t != last) {
          advance(t);
        }
      }
      handOn(state, stateAt, window.advance());
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      for (float[] array : d) {
        Arrays.fill(array, 0);
      }
      initial.clearGradient(gradient);
      bound.set(window.bound());
      unit.beginBackward(theta);
      for (int s = 0, t = last; s < steps; s++, t -= direction) {
        addOutputGradient(dy, t);
        takeHeldRows(t, window);
        stepBack(theta, t);
        returnHeldRows(t, window, gradient);
      }
      for (int r = 0; r < rows; r++) {
        if (begins[r]) {
          giveToInitial(d, r, gradient);
        }
      }
      unit.weightGradients(gradient);
      if (dx != null) {
        unit.inputGradient(theta, dx);
      }
    }

    private void stepBack(float[] theta, int t) {
      if (zone != null) {
        zone.split(t, d);
      }
      unit.backward(theta, t);
      if (zone != null) {
        zone.join(d);
      }
    }

    private void begin(float[] theta, Window window, float[] state, int at) {
      int begun = at + rows * (stateWidth - 1);
      for (int r = 0; r < rows; r++) {
        begins[r] = reverse || !initial.isZero() && state[begun + r] == 0;
      }
      for (int a = 0; a < widths.length; a++) {
        for (int r = 0; r < rows; r++, at += widths[a]) {
          int to = (first * rows + r) * strides[a];
          if (begins[r]) {
            initial.fill(theta, window, a, first, r, widths[a], before[a], to);
          } else {
            System.arraycopy(state, at, before[a], to, widths[a]);
          }
        }
      }
    }

    private void handOn(float[] state, int at, int advance) {
      for (int a = 0; a < widths.length && !reverse; a++) {
        for (int r = (advance - 1) * rows; r < advance * rows; r++, at += widths[a]) {
          System.arraycopy(after[a], r * strides[a], state, at, widths[a]);
        }
      }
      if (!reverse && !initial.isZero()) {
        Arrays.fill(state, at, at + rows, 1);
      }
    }

    private void advance(int t) {
      for (int a = 0; a < strides.length; a++) {
        int block = rows * strides[a];
        System.arraycopy(after[a], t * block, before[a], (t + direction) * block, block);
      }
    }

    private void reset(float[] theta, int t, Window window) {
      for (int r = 0; r < rows; r++) {
        if (window.resets(t, r)) {
          for (int a = 0; a < strides.length; a++) {
            int at = (t * rows + r) * strides[a];
            initial.fill(theta, window, a, t, r, widths[a], before[a], at);
          }
        }
      }
    }

    /** A padded step leaves the carry as it was. */
    private void hold(int t, Window window) {
      for (int r = 0; r < rows; r++) {
        if (window.padded(t, r)) {
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
    private void takeHeldRows(int t, Window window) {
      for (int r = 0; r < rows; r++) {
        if (window.padded(t, r)) {
          for (int a = 0; a < strides.length; a++) {
            int at = r * strides[a];
            System.arraycopy(d[a], at, held[a], at, strides[a]);
            Arrays.fill(d[a], at, at + strides[a], 0);
          }
        }
      }
    }

    private void returnHeldRows(int t, Window window, float[] gradient) {
      for (int r = 0; r < rows; r++) {
        boolean padded = window.padded(t, r);
        boolean resets = window.resets(t, r);
        if (resets) {
          giveToInitial(padded ? held : d, r, gradient);
        }
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

    private void giveToInitial(float[][] rows, int row, float[] gradient) {
      for (int a = 0; a < strides.length; a++) {
        initial.addGradient(a, rows[a], row * strides[a], gradient);
      }
    }
  }
}
