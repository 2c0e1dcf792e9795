package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Sequence;

/**
 * Two scans over the same inputs, one forwards and one backwards in time (Schuster and Paliwal
 * 1997); the outputs of a step are both side by side, {@code [h forwards, h backwards]}, or their
 * sum. It needs whole sequences: nothing is carried from window to window.
 */
public final class Bidirectional implements Layer {
  private final Recurrent forwards;
  private final Recurrent backwards;
  private final boolean sum;

  /**
   * Both cells read the same inputs and have outputs of the same width.
   *
   * @param sum whether the outputs are added up instead of put side by side
   */
  public Bidirectional(Cell forwards, Cell backwards, boolean sum) {
    this(new Recurrent(forwards, false), new Recurrent(backwards, true), sum);
  }

  /** The same of two scans, one that runs forwards and one that runs backwards in time. */
  public Bidirectional(Recurrent forwards, Recurrent backwards, boolean sum) {
    this.sum = sum;
    this.forwards = forwards;
    this.backwards = backwards;
  }

  @Override
  public int outputs() {
    return sum ? forwards.outputs() : forwards.outputs() + backwards.outputs();
  }

  @Override
  public int stateWidth() {
    return 0;
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    forwards.initialise(theta, draws.at(0));
    backwards.initialise(theta, draws.at(1));
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new BothWays(
        steps * rows, forwards.pass(steps, rows), backwards.pass(steps, rows), rows);
  }

  private final class BothWays implements Pass {
    private final int all; // T·B
    private final Pass ahead;
    private final Pass back;
    private final float[] zeroState;
    private final Sequence outputs;
    private final Sequence dAhead; // [T·B, padded H]
    private final Sequence dBack;
    private float[] dxBack = {}; // [T·B, padded I]

    BothWays(int all, Pass ahead, Pass back, int rows) {
      this.all = all;
      this.ahead = ahead;
      this.back = back;
      zeroState = new float[rows * forwards.stateWidth()];
      int stride = Cell.padded(Bidirectional.this.outputs());
      outputs = new Sequence(new float[all * stride], 0, stride);
      dAhead = like(ahead.outputs());
      dBack = like(back.outputs());
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      int rows = window.live().count();
      Arrays.fill(zeroState, 0);
      ahead.forward(theta, x, window.at(0), zeroState, 0);
      back.forward(theta, x, window.at(1), state, stateAt);
      int half = forwards.outputs();
      Sequence y = back.outputs();
      copy(rows, ahead.outputs(), outputs, half);
      if (sum) {
        add(y.data(), outputs.data(), outputs.at(rows));
      } else {
        copy(rows, y, from(outputs, half), half);
      }
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      int half = forwards.outputs();
      int rows = window.live().count();
      Sequence d = new Sequence(dy, 0, outputs.stride());
      copy(rows, d, dAhead, half);
      copy(rows, from(d, sum ? 0 : half), dBack, half);
      ahead.backward(theta, window, dAhead.data(), gradient, dx);
      back.backward(theta, window, dBack.data(), gradient, dx == null ? null : scratch(dx.length));
      if (dx != null) {
        add(dxBack, dx, dx.length / all * rows);
      }
    }

    private static Sequence like(Sequence rows) {
      return new Sequence(new float[rows.data().length], 0, rows.stride());
    }

    private static Sequence from(Sequence rows, int column) {
      return new Sequence(rows.data(), rows.start() + column, rows.stride());
    }

    private static void add(float[] from, float[] to, int end) {
      for (int i = 0; i < end; i++) {
        to[i] += from[i];
      }
    }

    /** Made when it is first wanted: the lowest layer's never is. */
    private float[] scratch(int length) {
      dxBack = dxBack.length == length ? dxBack : new float[length];
      return dxBack;
    }

    private static void copy(int rows, Sequence from, Sequence to, int width) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from.data(), from.at(r), to.data(), to.at(r), width);
      }
    }
  }
}
