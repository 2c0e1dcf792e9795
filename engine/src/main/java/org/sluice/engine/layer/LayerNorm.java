package org.sluice.engine.layer;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Panels;
import org.sluice.engine.cell.Products;
import org.sluice.engine.cell.RowNorm;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * A layer whose outputs are normalised at each step (Ba, Kiros and Hinton 2016): {@code y = α ⊙
 * N(layer(x)) + b}, see {@link RowNorm}. α and b [H]; α starts at 1. What the layer itself carries
 * from step to step is not touched.
 */
public final class LayerNorm implements Layer {
  private final Layer inner;
  private final RowNorm norm;
  private final Block b;

  public LayerNorm(Layer inner, BlockNames names, ParameterLayout.Builder layout) {
    this.inner = inner;
    norm = new RowNorm(layout.vector(names.of("norm_gain"), 1, inner.outputs(), UNITS));
    b = layout.vector(names.of("norm_bias"), 1, inner.outputs(), UNITS);
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
    norm.initialise(theta);
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new NormPass(inner.pass(steps, rows), steps * rows);
  }

  private final class NormPass implements Pass {
    private final Pass under;
    private final Panels a; // the layer's outputs, then normalised: [T·B, stride]
    private final Panels da;
    private final Panels y;
    private final RowNorm.Pass normal;
    private final Sequence outputs;

    NormPass(Pass under, int most) {
      this.under = under;
      int stride = Cell.padded(inner.outputs());
      a = Panels.inRows(new float[most * stride], stride, UNITS);
      da = Panels.inRows(new float[most * stride], stride, UNITS);
      y = Panels.inRows(new float[most * stride], stride, UNITS);
      normal = norm.pass(a, da, most);
      outputs = new Sequence(y.data(), 0, stride);
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      under.forward(theta, x, window, state, stateAt);
      int all = window.live().count();
      System.arraycopy(under.outputs().data(), 0, a.data(), 0, outputs.at(all));
      Products.fill(theta, b, 0, all, y);
      normal.forward(theta, 0, all, y);
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      int all = window.live().count();
      Panels of = Panels.inRows(dy, outputs.stride(), UNITS);
      normal.gainGradient(all, of, gradient);
      Products.biasGradient(b, all, of, gradient);
      normal.backward(theta, 0, all, of);
      under.backward(theta, window, da.data(), gradient, dx);
    }
  }
}
