package org.sluice.engine.layer;

import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;

/**
 * A layer whose outputs are dropped at random while training, and scaled so that their expectation
 * stays: anew at every step (Zaremba et al. 2014), or the same ones all through a row's window (Gal
 * and Ghahramani 2016). What the layer itself carries from step to step is not touched.
 */
public final class Dropout implements Layer {
  private final Layer inner;
  private final float rate;
  private final boolean sameAtEveryStep;

  public Dropout(Layer inner, double rate, boolean sameAtEveryStep) {
    this.inner = inner;
    this.rate = (float) rate;
    this.sameAtEveryStep = sameAtEveryStep;
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
    return new DropoutPass(inner.pass(steps, rows), steps * rows);
  }

  private final class DropoutPass implements Pass {
    private static final int OWN = 0; // coordinates of the noise
    private static final int INNER = 1;

    private final Pass under;
    private final int width = inner.outputs();
    private final Sequence outputs;
    private final float[] factors; // 0 or 1 / (1 - rate), laid out as the outputs
    private final float[] d; // gradient of the layer's own outputs

    DropoutPass(Pass under, int most) {
      this.under = under;
      int stride = Cell.padded(width);
      outputs = new Sequence(new float[most * stride], 0, stride);
      factors = new float[most * stride];
      d = new float[most * stride];
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      under.forward(theta, x, window.at(INNER), state, stateAt);
      Draws draws = window.noise().map(noise -> noise.at(OWN)).orElse(null);
      float[] y = under.outputs().data();
      LiveRows live = window.live();
      for (int r = 0; r < live.count(); r++) {
        int first = (sameAtEveryStep ? live.batchRow(r) : live.place(r)) * width; // of its draws
        int at = outputs.at(r);
        for (int j = 0; j < width; j++) {
          float factor = draws == null ? 1 : factor(draws, first + j);
          factors[at + j] = factor;
          outputs.data()[at + j] = factor * y[at + j];
        }
      }
    }

    private float factor(Draws draws, int i) {
      return draws.uniform(i) < rate ? 0 : 1 / (1 - rate);
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      for (int i = 0; i < outputs.at(window.live().count()); i++) {
        d[i] = dy[i] * factors[i];
      }
      under.backward(theta, window, d, gradient, dx);
    }
  }
}
