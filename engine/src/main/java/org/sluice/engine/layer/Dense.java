package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Initialisation;
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

  public Pass pass(int rows) {
    return new Pass(rows);
  }

  /** The buffers of R rows. One thread at a time; nothing is allocated behind the first pass. */
  public final class Pass {
    private final int rows; // R
    private final Panels z; // outputs, then their gradient
    private final float[] y; // [R, O]
    private final Transposed wt = new Transposed(w);

    private Pass(int rows) {
      this.rows = rows;
      z = Panels.stacked(w.panels(), rows, w.width());
      y = new float[rows * outputs];
    }

    /** Outputs of the last forward pass, [R, O]: the array itself. */
    public float[] outputs() {
      return y;
    }

    /** {@code x} has R rows of I floats. */
    public void forward(float[] theta, Sequence x) {
      Products.affine(theta, w, b, x, 0, rows, z);
      for (int r = 0; r < rows; r++) {
        for (int p = 0; p < w.panels(); p++) {
          System.arraycopy(z.data(), z.at(p, r), y, r * outputs + p * w.width(), used(p));
        }
      }
    }

    /**
     * @param dy gradient of the outputs, [R, O]
     * @param dx receives the gradient of the inputs, rows of padded I from {@code dxAt} on
     */
    public void backward(
        float[] theta, Sequence x, float[] dy, float[] gradient, float[] dx, int dxAt) {
      int last = w.panels() - 1;
      for (int r = 0; r < rows; r++) {
        for (int p = 0; p <= last; p++) {
          System.arraycopy(dy, r * outputs + p * w.width(), z.data(), z.at(p, r), used(p));
        }
        int end = z.at(last, r);
        Arrays.fill(z.data(), end + used(last), end + w.width(), 0); // padding
      }
      Products.weightGradient(w, x, rows, z, gradient);
      Products.biasGradient(b, rows, z, gradient);
      wt.pack(theta);
      wt.multiply(z, 0, rows, dx, dxAt, Cell.padded(w.depth()));
    }

    /** Outputs in a panel, padding left out. */
    private int used(int panel) {
      return Math.min(w.width(), outputs - panel * w.width());
    }
  }
}
