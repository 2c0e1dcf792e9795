package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Initialisation;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Panels;
import org.sluice.engine.cell.Products;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.cell.Transposed;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/** {@code y = W x + b}: W [O, I], b [O]. */
public final class Dense {
  private final int outputs;
  private final Block w;
  private final Block b;

  public Dense(String name, int inputs, int outputs, ParameterLayout.Builder layout) {
    this(name, weights(name, inputs, outputs, layout), layout);
  }

  /** With a bias of its own and weights that it may share, made by {@link #weights}. */
  public Dense(String name, Block weights, ParameterLayout.Builder layout) {
    outputs = weights.units();
    w = weights;
    b = layout.vector(name + ".bias", 1, outputs, w.panelUnits());
  }

  /** {@code name.weight} in the panels that a dense layer needs. */
  public static Block weights(
      String name, int inputs, int outputs, ParameterLayout.Builder layout) {
    int panelUnits = Math.min(Kernels.MAX_WIDTH, Cell.padded(outputs));
    return layout.matrix(name + ".weight", 1, outputs, inputs, panelUnits);
  }

  public void initialise(float[] theta, Draws draws) {
    Initialisation.uniform(w, theta, draws.at(0), (float) (1 / Math.sqrt(w.depth())));
  }

  /** Buffers for up to {@code rows} rows. */
  public Pass pass(int rows) {
    return new Pass(rows);
  }

  /**
   * Forward and backward over the live rows of a window. One thread at a time; nothing is allocated
   * behind the first pass.
   */
  public final class Pass {
    private final Panels z; // outputs, then their gradient
    private final float[] y; // [T·B, O]
    private final Transposed wt = new Transposed(w);

    private Pass(int rows) {
      z = Panels.stacked(w.panels(), rows, w.width());
      y = new float[rows * outputs];
    }

    /** Outputs of the last forward pass, [T, B, O], zero in padding: the array itself. */
    public float[] outputs() {
      return y;
    }

    /**
     * @param x of the rows, [R, I]
     */
    public void forward(float[] theta, Sequence x, LiveRows live) {
      int rows = live.count();
      Products.affine(theta, w, b, x, 0, rows, z);
      if (!live.isFull()) {
        Arrays.fill(y, 0);
      }
      for (int r = 0; r < rows; r++) {
        int to = live.place(r) * outputs;
        for (int p = 0; p < w.panels(); p++) {
          System.arraycopy(z.data(), z.at(p, r), y, to + p * w.width(), used(p));
        }
      }
    }

    /**
     * @param dy gradient of the outputs, [T, B, O], not read in padding
     * @param dx receives the gradient of the inputs, R rows
     */
    public void backward(
        float[] theta, Sequence x, LiveRows live, float[] dy, float[] gradient, Sequence dx) {
      int rows = live.count();
      int last = w.panels() - 1;
      for (int r = 0; r < rows; r++) {
        int from = live.place(r) * outputs;
        for (int p = 0; p <= last; p++) {
          System.arraycopy(dy, from + p * w.width(), z.data(), z.at(p, r), used(p));
        }
        int end = z.at(last, r);
        Arrays.fill(z.data(), end + used(last), end + w.width(), 0); // what fills the panel up
      }
      Products.weightGradient(w, x, rows, z, gradient);
      Products.biasGradient(b, rows, z, gradient);
      wt.pack(theta);
      wt.multiply(z, 0, rows, dx.data(), dx.start(), dx.stride());
    }

    /** Outputs in a panel. */
    private int used(int panel) {
      return Math.min(w.width(), outputs - panel * w.width());
    }
  }
}
