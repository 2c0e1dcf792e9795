package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * GRU, reset after the product (cuDNN, PyTorch), gates in the order r, z, n; z means keep (Cho et
 * al. 2014):
 *
 * <pre>
 * r = σ(W_r x + b_r + U_r h' + v_r)    n = tanh(W_n x + b_n + r ⊙ (U_n h' + v_n))
 * z = σ(W_z x + b_z + U_z h' + v_z)    h = z ⊙ h' + (1 − z) ⊙ n
 * </pre>
 *
 * W [3H, I], U [3H, H], b [3H], v [3H]; the carry is h [B, H].
 */
public final class GruCell implements Cell {
  private static final int GATES = 3;

  private final int inputs;
  private final int hidden;
  private final Block w;
  private final Block u;
  private final Block b;
  private final Block v;

  public GruCell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    w = layout.matrix(names.of("weight_ih"), GATES, hidden, inputs, UNITS);
    u = layout.matrix(names.of("weight_hh"), GATES, hidden, hidden, UNITS);
    b = layout.vector(names.of("bias_ih"), GATES, hidden, UNITS);
    v = layout.vector(names.of("bias_hh"), GATES, hidden, UNITS);
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int[] carry() {
    return new int[] {hidden};
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    float bound = (float) (1 / Math.sqrt(hidden));
    Initialisation.uniform(w, theta, draws.at(0), bound);
    Initialisation.uniform(u, theta, draws.at(1), bound);
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new GruPass(steps, rows, carry);
  }

  private final class GruPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final CandidateDropout dropout; // null where none is left out
    private final Sequence h; // h', the carry into each step
    private final Panels z; // W x + b, then the gates, then the gradient of W x + b: rows of r z n
    private final Panels s; // U h' + v, then its gradient: rows of r z n
    private final Transposed ut = new Transposed(u);
    private final Transposed wt = new Transposed(w);
    private Sequence x;
    private int all; // R, rows of all steps

    GruPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      dropout = carry.dropout();
      h = carry.into(0, stride);
      z = Panels.stacked(u.panels(), most, u.width());
      s = Panels.stacked(u.panels(), most, u.width());
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      Products.affine(theta, w, b, x, 0, all, z);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      Products.affine(theta, u, v, h, row, rows, s);
      int width = z.rowStride();
      float[] g = z.data();
      for (int p = 0; p < u.panels(); p++) {
        int r = z.at(p, row);
        int n = r + 2 * UNITS;
        kernels.add(rows, g, r, width, s.data(), r, width);
        kernels.sigmoid(rows, g, r, width);
        kernels.add(rows, g, r + UNITS, width, s.data(), r + UNITS, width);
        kernels.sigmoid(rows, g, r + UNITS, width);
        kernels.addProduct(rows, g, n, width, g, r, width, s.data(), n, width);
        kernels.tanh(rows, g, n, width);
        if (dropout != null) {
          dropout.forward(row, rows, p, g, n, width);
        }
        kernels.gruOutput(rows, g, r, h.data(), carry.after()[0], row * stride + p * UNITS, stride);
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      ut.pack(theta);
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      int width = z.rowStride();
      float[] g = z.data();
      float[] dh = carry.gradient()[0];
      for (int p = 0; p < u.panels(); p++) {
        int r = z.at(p, row);
        int n = r + 2 * UNITS;
        int at = p * UNITS;
        kernels.gruOutputBackward(rows, g, r, h.data(), row * stride + at, dh, at, stride);
        if (dropout != null) {
          dropout.backward(row, rows, p, g, n, width);
        }
        carry.bound().apply(rows, 2 * UNITS, g, r + UNITS, width);
        kernels.gruResetBackward(
            rows, g, r, width, g, n, width, s.data(), n, width, s.data(), n, width);
        carry.bound().apply(rows, UNITS, g, r, width);
        for (int i = r; i < r + rows * width; i += width) {
          System.arraycopy(g, i, s.data(), i, 2 * UNITS);
        }
      }
      ut.add(s, row, rows, dh, 0, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      Products.weightGradient(w, x, all, z, gradient);
      Products.biasGradient(b, all, z, gradient);
      Products.weightGradient(u, h, all, s, gradient);
      Products.biasGradient(v, all, s, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(z, 0, all, dx, 0, Cell.padded(inputs));
    }
  }
}
