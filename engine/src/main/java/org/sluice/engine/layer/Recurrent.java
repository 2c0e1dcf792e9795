package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.CandidateDropout;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.GradientBound;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;

/**
 * A cell scanned over time, forwards or backwards: carries its state from step to step, and owns
 * lengths and resets so that no cell has to know them. A row is scanned from its own first step to
 * its own last one, or the other way round, whatever the lengths of the others.
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
    private final float[][] before; // carry into each step, [T·B, stride]
    private final float[][] after; // carry out of each step, [T·B, stride]
    private final float[][] d; // gradient of the carry, [rows of the step, stride]
    private final GradientBound bound = new GradientBound();
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
      LiveRows live = window.live();
      if (dropout != null) {
        dropout.begin(window.at(CANDIDATE).noise(), live);
      }
      unit.begin(theta, x, live.count());
      for (int s = 0, t = first; s < steps; s++, t += direction) {
        if (live.count(t) > 0) {
          enter(theta, t, window, state, stateAt);
          reset(theta, t, window);
          unit.forward(theta, live.start(t), live.count(t));
          if (zone != null) {
            zone.forward(window, t, before, after);
          }
        }
      }
      handOn(window, state, stateAt);
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      LiveRows live = window.live();
      for (float[] array : d) {
        Arrays.fill(array, 0);
      }
      initial.clearGradient(gradient);
      bound.set(window.bound());
      unit.beginBackward(theta);
      for (int s = 0, t = last; s < steps; s++, t -= direction) {
        if (t != last) {
          follow(t, live, gradient);
        }
        if (live.count(t) > 0) {
          addOutputGradient(dy, live.start(t), live.count(t));
          stepBack(theta, live.start(t), live.count(t));
          endAtResets(t, window, gradient);
        }
      }
      for (int row = live.start(first), k = 0; k < live.count(first); k++) {
        giveToInitial(live.batchRow(row + k), k, gradient);
      }
      unit.weightGradients(gradient);
      if (dx != null) {
        unit.inputGradient(theta, dx);
      }
    }

    private void stepBack(float[] theta, int row, int count) {
      if (zone != null) {
        zone.split(row, count, d);
      }
      unit.backward(theta, row, count);
      if (zone != null) {
        zone.join(count, d);
      }
    }

    /** The carry into step t is what the step before left, or what a row begins with. */
    private void enter(float[] theta, int t, Window window, float[] state, int stateAt) {
      LiveRows live = window.live();
      int past = t - direction;
      if (t != first && live.count(t) == live.count(past)) { // the same rows
        for (int a = 0; a < strides.length; a++) {
          int from = live.start(past) * strides[a];
          int to = live.start(t) * strides[a];
          System.arraycopy(after[a], from, before[a], to, live.count(t) * strides[a]);
        }
        return;
      }
      for (int row = live.start(t), end = row + live.count(t); row < end; row++) {
        int from = t == first ? -1 : live.index(past, live.batchRow(row));
        if (from < 0) {
          begin(theta, t, row, window, state, stateAt);
        } else {
          for (int a = 0; a < strides.length; a++) {
            System.arraycopy(after[a], from * strides[a], before[a], row * strides[a], strides[a]);
          }
        }
      }
    }

    private void begin(float[] theta, int t, int row, Window window, float[] state, int stateAt) {
      int b = window.live().batchRow(row);
      int begun = stateAt + rows * (stateWidth - 1) + b;
      begins[b] = reverse || !initial.isZero() && state[begun] == 0;
      int at = stateAt;
      for (int a = 0; a < widths.length; a++) {
        int to = row * strides[a];
        if (begins[b]) {
          initial.fill(theta, window, a, t, b, widths[a], before[a], to);
        } else {
          System.arraycopy(state, at + b * widths[a], before[a], to, widths[a]);
        }
        at += rows * widths[a];
      }
    }

    private void handOn(Window window, float[] state, int stateAt) {
      for (int b = 0; b < rows && !reverse; b++) {
        int row = window.live().last(window.advance(), b);
        int at = stateAt;
        for (int a = 0; a < widths.length && row >= 0; a++) {
          System.arraycopy(after[a], row * strides[a], state, at + b * widths[a], widths[a]);
          at += rows * widths[a];
        }
        if (row >= 0 && !initial.isZero()) {
          state[at + b] = 1;
        }
      }
    }

    private void reset(float[] theta, int t, Window window) {
      LiveRows live = window.live();
      for (int row = live.start(t), end = row + live.count(t); row < end; row++) {
        if (window.resets(row)) {
          int b = live.batchRow(row);
          for (int a = 0; a < strides.length; a++) {
            initial.fill(theta, window, a, t, b, widths[a], before[a], row * strides[a]);
          }
        }
      }
    }

    private void addOutputGradient(float[] dy, int row, int count) {
      float[] dh = d[0];
      int from = row * strides[0];
      for (int i = 0; i < count * strides[0]; i++) {
        dh[i] += dy[from + i];
      }
    }

    /** Moves the gradient of the carry from the rows of the step after t to those of step t. */
    private void follow(int t, LiveRows live, float[] gradient) {
      int next = t + direction;
      if (live.count(t) > live.count(next)) { // some end at step t
        for (int k = live.count(t) - 1; k >= 0; k--) {
          int from = live.index(next, live.batchRow(live.start(t) + k));
          move(from < 0 ? from : from - live.start(next), k);
        }
      } else if (live.count(t) < live.count(next)) { // some began at the step after it
        for (int k = 0; k < live.count(next); k++) {
          int b = live.batchRow(live.start(next) + k);
          int to = live.index(t, b);
          if (to < 0) {
            giveToInitial(b, k, gradient);
          } else {
            move(k, to - live.start(t));
          }
        }
      }
    }

    /** From row {@code from} of d, or nothing where that is below 0, to row {@code to}. */
    private void move(int from, int to) {
      for (int a = 0; a < strides.length; a++) {
        if (from < 0) {
          Arrays.fill(d[a], to * strides[a], (to + 1) * strides[a], 0);
        } else {
          System.arraycopy(d[a], from * strides[a], d[a], to * strides[a], strides[a]);
        }
      }
    }

    private void endAtResets(int t, Window window, float[] gradient) {
      for (int k = 0, row = window.live().start(t); k < window.live().count(t); k++) {
        if (window.resets(row + k)) {
          addToInitial(k, gradient);
          move(-1, k);
        }
      }
    }

    private void giveToInitial(int b, int k, float[] gradient) {
      if (begins[b]) {
        addToInitial(k, gradient);
      }
    }

    private void addToInitial(int k, float[] gradient) {
      for (int a = 0; a < strides.length; a++) {
        initial.addGradient(a, d[a], k * strides[a], gradient);
      }
    }
  }
}
