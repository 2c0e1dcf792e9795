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
    private final float[] dAhead; // [T·B, padded H]
    private final float[] dBack;
    private float[] dxBack = {}; // [T·B, padded I]

    BothWays(int all, Pass ahead, Pass back, int rows) {
      this.all = all;
      this.ahead = ahead;
      this.back = back;
      zeroState = new float[rows * forwards.stateWidth()];
      int stride = Cell.padded(Bidirectional.this.outputs());
      outputs = new Sequence(new float[all * stride], 0, stride);
      dAhead = new float[all * ahead.outputs().stride()];
      dBack = new float[all * back.outputs().stride()];
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      Arrays.fill(zeroState, 0);
      ahead.forward(theta, x, window.at(0), zeroState, 0);
      back.forward(theta, x, window.at(1), state, stateAt);
      int half = forwards.outputs();
      Sequence y = back.outputs();
      copy(
          ahead.outputs().data(),
          ahead.outputs().stride(),
          0,
          outputs.data(),
          outputs.stride(),
          0,
          half);
      if (sum) {
        add(y.data(), outputs.data());
      } else {
        copy(y.data(), y.stride(), 0, outputs.data(), outputs.stride(), half, half);
      }
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      int half = forwards.outputs();
      copy(dy, outputs.stride(), 0, dAhead, ahead.outputs().stride(), 0, half);
      copy(dy, outputs.stride(), sum ? 0 : half, dBack, back.outputs().stride(), 0, half);
      ahead.backward(theta, window, dAhead, gradient, dx);
      back.backward(theta, window, dBack, gradient, dx == null ? null : scratch(dx.length));
      if (dx != null) {
        add(dxBack, dx);
      }
    }

    private static void add(float[] from, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] += from[i];
      }
    }

    /** Made when it is first wanted: the lowest layer's never is. */
    private float[] scratch(int length) {
      dxBack = dxBack.length == length ? dxBack : new float[length];
      return dxBack;
    }

    private void copy(
        float[] from, int fromRow, int fromAt, float[] to, int toRow, int toAt, int width) {
      for (int r = 0; r < all; r++) {
        System.arraycopy(from, r * fromRow + fromAt, to, r * toRow + toAt, width);
      }
    }
  }
}
