package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * minGRU (Feng et al. 2024), a GRU whose gate and candidate do not see the state; gates in the
 * order z, n; z means keep, so it is one minus the paper's:
 *
 * <pre>
 * z = σ(W_z x + b_z)    n = W_n x + b_n    h = z ⊙ h' + (1 − z) ⊙ n
 * </pre>
 *
 * W [2H, I], b [2H]; the carry is h [B, H].
 */
public final class MinGruCell implements Cell {
  private final int inputs;
  private final int hidden;
  private final Block w;
  private final Block b;

  public MinGruCell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    w = layout.matrix(names.of("weight_ih"), 2, hidden, inputs, UNITS);
    b = layout.vector(names.of("bias"), 2, hidden, UNITS);
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
    Initialisation.uniform(w, theta, draws, (float) (1 / Math.sqrt(inputs)));
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new MinGruPass(steps, rows, carry);
  }

  private final class MinGruPass implements Pass {
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final Panels g; // rows of z n, then the gradient of what they are taken of
    private final Transposed wt = new Transposed(w);
    private Sequence x;
    private int all; // R, rows of all steps

    MinGruPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      g = Panels.stacked(w.panels(), most, w.width());
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      Products.affine(theta, w, b, x, 0, all, g);
      for (int p = 0; p < w.panels(); p++) {
        Kernels.get().sigmoid(all, g.data(), g.at(p, 0), g.rowStride());
      }
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      float[] gates = g.data();
      float[] before = carry.before()[0];
      float[] after = carry.after()[0];
      for (int p = 0; p < w.panels(); p++) {
        for (int r = row; r < row + rows; r++) {
          int z = g.at(p, r);
          int at = r * stride + p * UNITS;
          for (int j = 0; j < UNITS; j++) {
            float n = gates[z + UNITS + j];
            after[at + j] = n + gates[z + j] * (before[at + j] - n);
          }
        }
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      // nothing recurs but h itself
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      float[] gates = g.data();
      float[] before = carry.before()[0];
      float[] dh = carry.gradient()[0];
      for (int p = 0; p < w.panels(); p++) {
        for (int r = 0; r < rows; r++) {
          int zAt = g.at(p, row + r);
          int at = r * stride + p * UNITS;
          for (int j = 0; j < UNITS; j++) {
            float z = gates[zAt + j];
            float n = gates[zAt + UNITS + j];
            float d = dh[at + j];
            gates[zAt + j] = d * (before[row * stride + at + j] - n) * (z - z * z);
            gates[zAt + UNITS + j] = d - d * z;
            dh[at + j] = d * z;
          }
        }
      }
      carry.bound().apply(rows, g, row);
    }

    @Override
    public void weightGradients(float[] gradient) {
      Products.weightGradient(w, x, all, g, gradient);
      Products.biasGradient(b, all, g, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(g, 0, all, dx, 0, Cell.padded(inputs));
    }
  }
}
