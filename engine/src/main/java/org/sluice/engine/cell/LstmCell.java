package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), gates in the
 * order i, f, g, o:
 *
 * <pre>
 * i = σ(W_i x + U_i h' + b_i)    f = σ(W_f x + U_f h' + b_f)
 * g = tanh(W_g x + U_g h' + b_g) o = σ(W_o x + U_o h' + b_o)
 * c = f ⊙ c' + i ⊙ g             h = o ⊙ tanh(c)
 * </pre>
 *
 * W [4H, I], U [4H, H], b [4H]; the carry is (h [B, H], c [B, H]). The forget gate's bias starts at
 * 1 (Jozefowicz et al. 2015).
 */
public final class LstmCell implements Cell {
  private static final int GATES = 4;
  private static final int FORGET = 1;

  /**
   * Up to so many inputs x W is computed step by step, on sums that are still in the first-level
   * cache, else all steps at once.
   */
  private static final int FEW_INPUTS = 64;

  private final int inputs;
  private final int hidden;
  private final Block w;
  private final Block u;
  private final Block b;

  /**
   * @param name of the stack of layers, the first part of the parameters' names
   * @param index of the layer in that stack
   */
  public LstmCell(String name, int index, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    w = layout.matrix(name + ".weight_ih_l" + index, GATES, hidden, inputs, UNITS);
    u = layout.matrix(name + ".weight_hh_l" + index, GATES, hidden, hidden, UNITS);
    b = layout.vector(name + ".bias_ih_l" + index, GATES, hidden, UNITS);
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int[] carry() {
    return new int[] {hidden, hidden};
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    float bound = (float) (1 / Math.sqrt(hidden));
    Initialisation.uniform(w, theta, draws.at(0), bound);
    Initialisation.uniform(u, theta, draws.at(1), bound);
    for (int unit = 0; unit < hidden; unit++) {
      theta[b.index(FORGET, unit, 0)] = 1f;
    }
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new LstmPass(steps, rows);
  }

  private final class LstmPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int rows; // B
    private final int all; // T·B
    private final int stride = Cell.padded(hidden);
    private final Panels z; // gates, then the gradient of their pre-activations: rows of i f g o
    private final float[] squashed; // tanh(c), [T·B, stride]
    private final Transposed ut = new Transposed(u);
    private final Transposed wt = new Transposed(w);
    private Sequence x;

    LstmPass(int steps, int rows) {
      this.rows = rows;
      all = steps * rows;
      z = Panels.stacked(u.panels(), all, u.width());
      squashed = new float[all * stride];
    }

    @Override
    public void begin(float[] theta, Sequence x) {
      this.x = x;
      if (inputs > FEW_INPUTS) {
        Products.affine(theta, w, b, x, 0, all, z);
      }
    }

    @Override
    public void forward(float[] theta, int t, float[][] before, float[][] after) {
      int row = t * rows;
      Sequence h = new Sequence(before[0], 0, stride);
      if (inputs <= FEW_INPUTS) {
        Products.affine(theta, w, b, x, row, rows, z);
      }
      for (int p = 0; p < u.panels(); p++) {
        Products.addPanel(theta, u, p, h, row, rows, z);
        int gates = z.at(p, row);
        int c = row * stride + p * UNITS;
        kernels.sigmoid(rows, z.data(), gates, z.rowStride());
        kernels.sigmoid(rows, z.data(), gates + UNITS, z.rowStride());
        kernels.tanh(rows, z.data(), gates + 2 * UNITS, z.rowStride());
        kernels.sigmoid(rows, z.data(), gates + 3 * UNITS, z.rowStride());
        kernels.lstmState(rows, z.data(), gates, before[1], after[1], c, stride);
        kernels.lstmOutput(rows, z.data(), gates, after[1], squashed, after[0], c, stride);
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      ut.pack(theta);
    }

    @Override
    public void backward(float[] theta, int t, float[][] before, float[][] after, float[][] d) {
      int row = t * rows;
      for (int p = 0; p < u.panels(); p++) {
        int gates = z.at(p, row);
        int at = p * UNITS;
        int c = row * stride + at;
        kernels.lstmOutputBackward(rows, z.data(), gates, squashed, c, d[0], d[1], at, stride);
        kernels.lstmStateBackward(rows, z.data(), gates, before[1], c, d[1], at, stride);
      }
      ut.multiply(z, row, rows, d[0], 0);
    }

    @Override
    public void weightGradients(float[][] before, float[] gradient) {
      Products.weightGradient(w, x, all, z, gradient);
      Products.weightGradient(u, new Sequence(before[0], 0, stride), all, z, gradient);
      Products.biasGradient(b, all, z, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(z, 0, all, dx, 0);
    }
  }
}
