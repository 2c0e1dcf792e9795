package org.sluice.engine.layer;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Require;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Initialisation;
import org.sluice.engine.cell.Panels;
import org.sluice.engine.cell.Products;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.cell.Transposed;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * A layer that its inputs pass by as far as a gate says (Srivastava et al. 2015):
 *
 * <pre>
 * g = σ(W x + b)    y = g ⊙ layer(x) + (1 − g) ⊙ x
 * </pre>
 *
 * W [H, H], b [H]. The bias starts below zero, so that at first most of x passes.
 */
public final class Highway implements Layer {
  private final Layer inner;
  private final int width; // H
  private final float firstBias;
  private final Block w;
  private final Block b;

  /** The layer has outputs of the same width as its {@code inputs}. */
  public Highway(
      Layer inner, int inputs, double firstBias, BlockNames names, ParameterLayout.Builder layout) {
    Require.that(
        inner.outputs() == inputs,
        "model.layers.connection = highway mixes a layer's inputs and its outputs, which must be"
            + " as many, got %d and %d",
        inputs,
        inner.outputs());
    this.inner = inner;
    this.firstBias = (float) firstBias;
    width = inputs;
    int panel = Math.min(Kernels.MAX_WIDTH, Cell.padded(width));
    w = layout.matrix(names.of("highway_weight"), 1, width, width, panel);
    b = layout.vector(names.of("highway_bias"), 1, width, panel);
  }

  @Override
  public int outputs() {
    return width;
  }

  @Override
  public int stateWidth() {
    return inner.stateWidth();
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    inner.initialise(theta, draws.at(0));
    Initialisation.uniform(w, theta, draws.at(1), (float) (1 / Math.sqrt(width)));
    Initialisation.constant(b, 0, theta, firstBias);
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new HighwayPass(inner.pass(steps, rows), steps * rows);
  }

  private final class HighwayPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final Pass under;
    private final int stride = Cell.padded(width);
    private final Panels gate; // g, then the gradient of what σ is taken of: [T·B, stride]
    private final Sequence outputs;
    private final float[] d; // gradient of the layer's own outputs, [T·B, stride]
    private final float[] passed; // gradient of x past the layer, [T·B, stride]
    private final Transposed wt = new Transposed(w);
    private Sequence x;

    HighwayPass(Pass under, int most) {
      this.under = under;
      gate = Panels.inRows(new float[most * stride], stride, w.width());
      outputs = new Sequence(new float[most * stride], 0, stride);
      d = new float[most * stride];
      passed = new float[most * stride];
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      this.x = x;
      int all = window.live().count();
      under.forward(theta, x, window, state, stateAt);
      Products.affine(theta, w, b, x, 0, all, gate);
      for (int at = 0; at < stride; at += UNITS) {
        kernels.sigmoid(all, gate.data(), at, stride);
      }
      float[] own = under.outputs().data();
      for (int r = 0; r < all; r++) {
        int at = r * stride;
        int from = x.at(r);
        for (int j = 0; j < width; j++) {
          float open = gate.data()[at + j];
          outputs.data()[at + j] = open * own[at + j] + (1 - open) * x.data()[from + j];
        }
      }
    }

    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      int all = window.live().count();
      split(dy, all);
      under.backward(theta, window, d, gradient, dx);
      Products.weightGradient(w, x, all, gate, gradient);
      Products.biasGradient(b, all, gate, gradient);
      if (dx != null) {
        for (int i = 0; i < all * stride; i++) {
          dx[i] += passed[i];
        }
        wt.pack(theta);
        wt.add(gate, 0, all, dx, 0, stride);
      }
    }

    /**
     * From the outputs' gradient to those of the layer's outputs, of x beside it and of the gate.
     */
    private void split(float[] dy, int all) {
      float[] g = gate.data();
      float[] own = under.outputs().data();
      for (int r = 0; r < all; r++) {
        int at = r * stride;
        int from = x.at(r);
        for (int i = at; i < at + width; i++) {
          float open = g[i];
          d[i] = dy[i] * open;
          passed[i] = dy[i] - d[i];
          g[i] = d[i] * (own[i] - x.data()[from + i - at]) * (1 - open);
        }
        Arrays.fill(g, at + width, at + stride, 0);
      }
    }
  }
}
