package org.sluice.engine.layer;

import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Require;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Sequence;

/** A layer whose inputs are added to its outputs (He et al. 2016): {@code y = x + layer(x)}. */
public final class Residual implements Layer {
  private final Layer inner;

  /** The layer has outputs of the same width as its {@code inputs}. */
  public Residual(Layer inner, int inputs) {
    Require.that(
        inner.outputs() == inputs,
        "model.layers.connection = residual adds a layer's inputs to its outputs, which must be"
            + " as many, got %d and %d",
        inputs,
        inner.outputs());
    this.inner = inner;
  }

  @Override
  public int outputs() {
    return inner.outputs();
  }

  @Override
  public int stateWidth() {
    return inner.stateWidth();
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    inner.initialise(theta, draws);
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new ResidualPass(inner.pass(steps, rows), steps * rows);
  }

  private final class ResidualPass implements Pass {
    private final Pass under;
    private final Sequence outputs;

    ResidualPass(Pass under, int most) {
      this.under = under;
      int stride = Cell.padded(inner.outputs());
      outputs = new Sequence(new float[most * stride], 0, stride);
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      under.forward(theta, x, window, state, stateAt);
      float[] y = under.outputs().data();
      for (int r = 0; r < window.live().count(); r++) {
        int at = outputs.at(r);
        int from = x.at(r);
        for (int j = 0; j < inner.outputs(); j++) {
          outputs.data()[at + j] = x.data()[from + j] + y[at + j];
        }
      }
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      under.backward(theta, window, dy, gradient, dx);
      int end = outputs.at(window.live().count());
      for (int i = 0; dx != null && i < end; i++) {
        dx[i] += dy[i];
      }
    }
  }
}
