package org.sluice.engine.layer;

import static org.sluice.engine.kernel.Kernels.UNITS;

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

/**
 * GRU, reset before the product (Cho et al. 2014): two products that depend on one another in one
 * step, which is why it tries the cell interface.
 *
 * <pre>
 * r = σ(W_r x + U_r h' + b_r)    n = tanh(W_n x + U_n (r ⊙ h') + b_n)
 * z = σ(W_z x + U_z h' + b_z)    h = z ⊙ h' + (1 − z) ⊙ n
 * </pre>
 *
 * W [3H, I], kept as two blocks: gates r and z [2H, I], candidate n [H, I]; U and b likewise. The
 * carry is h [B, H].
 */
final class ResetBeforeGru implements Cell {
  private final int inputs;
  private final int hidden;
  private final Part gates;
  private final Part candidate;

  /** One product's weights: on the inputs, on the carry, and the bias. */
  private record Part(Block w, Block u, Block b) {
    static Part of(String name, int gates, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new Part(
          layout.matrix(name + ".w", gates, hidden, inputs, UNITS),
          layout.matrix(name + ".u", gates, hidden, hidden, UNITS),
          layout.vector(name + ".b", gates, hidden, UNITS));
    }
  }

  ResetBeforeGru(int inputs, int hidden, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    gates = Part.of("gates", 2, inputs, hidden, layout);
    candidate = Part.of("candidate", 1, inputs, hidden, layout);
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
    int stream = 0;
    for (Part part : new Part[] {gates, candidate}) {
      Initialisation.uniform(part.w, theta, draws.at(stream++), 0.8f);
      Initialisation.uniform(part.u, theta, draws.at(stream++), 0.8f);
      Initialisation.uniform(part.b, theta, draws.at(stream++), 0.8f);
    }
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new GruPass(steps, rows, carry);
  }

  private final class GruPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int rows;
    private final int all;
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final Panels rz; // rows of r z
    private final Panels n;
    private final float[] reset; // r ⊙ h', [T·B, stride]
    private final float[] dReset; // [B, stride]
    private final Transposed gatesUt = new Transposed(gates.u);
    private final Transposed candidateUt = new Transposed(candidate.u);
    private Sequence x;

    GruPass(int steps, int rows, Carry carry) {
      this.rows = rows;
      all = steps * rows;
      this.carry = carry;
      rz = Panels.stacked(gates.u.panels(), all, gates.u.width());
      n = Panels.stacked(candidate.u.panels(), all, candidate.u.width());
      reset = new float[all * stride];
      dReset = new float[rows * stride];
    }

    @Override
    public void begin(float[] theta, Sequence x) {
      this.x = x;
      Products.affine(theta, gates.w, gates.b, x, 0, all, rz);
      Products.affine(theta, candidate.w, candidate.b, x, 0, all, n);
    }

    @Override
    public void forward(float[] theta, int t) {
      int row = t * rows;
      float[] h = carry.before()[0];
      Products.add(theta, gates.u, new Sequence(h, 0, stride), row, rows, rz);
      for (int p = 0; p < gates.u.panels(); p++) {
        kernels.sigmoid(rows, rz.data(), rz.at(p, row), rz.rowStride());
        kernels.sigmoid(rows, rz.data(), rz.at(p, row) + UNITS, rz.rowStride());
      }
      for (int i = row * stride; i < (row + rows) * stride; i++) {
        reset[i] = rz.data()[gate(i, 0)] * h[i];
      }
      Products.add(theta, candidate.u, new Sequence(reset, 0, stride), row, rows, n);
      for (int p = 0; p < candidate.u.panels(); p++) {
        kernels.tanh(rows, n.data(), n.at(p, row), n.rowStride());
      }
      for (int i = row * stride; i < (row + rows) * stride; i++) {
        float z = rz.data()[gate(i, 1)];
        carry.after()[0][i] = z * h[i] + (1 - z) * n.data()[candidate(i)];
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      gatesUt.pack(theta);
      candidateUt.pack(theta);
    }

    @Override
    public void backward(float[] theta, int t) {
      int row = t * rows;
      int from = row * stride;
      float[] h = carry.before()[0];
      float[] dh = carry.gradient()[0];
      for (int i = 0; i < rows * stride; i++) {
        float c = n.data()[candidate(from + i)];
        float z = rz.data()[gate(from + i, 1)];
        n.data()[candidate(from + i)] = dh[i] * (1 - z) * (1 - c * c);
        rz.data()[gate(from + i, 1)] = dh[i] * (h[from + i] - c) * z * (1 - z);
        dh[i] *= z;
      }
      candidateUt.multiply(n, row, rows, dReset, 0, stride);
      for (int i = 0; i < rows * stride; i++) {
        float r = rz.data()[gate(from + i, 0)];
        rz.data()[gate(from + i, 0)] = dReset[i] * h[from + i] * r * (1 - r);
        dh[i] += dReset[i] * r;
      }
      gatesUt.add(rz, row, rows, dh, 0, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      weightGradients(gates, new Sequence(carry.before()[0], 0, stride), rz, gradient);
      weightGradients(candidate, new Sequence(reset, 0, stride), n, gradient);
    }

    private void weightGradients(Part part, Sequence carried, Panels dz, float[] gradient) {
      Products.weightGradient(part.w, x, all, dz, gradient);
      Products.weightGradient(part.u, carried, all, dz, gradient);
      Products.biasGradient(part.b, all, dz, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      Transposed gatesWt = new Transposed(gates.w);
      Transposed candidateWt = new Transposed(candidate.w);
      gatesWt.pack(theta);
      candidateWt.pack(theta);
      gatesWt.multiply(rz, 0, all, dx, 0, Cell.padded(inputs));
      candidateWt.add(n, 0, all, dx, 0, Cell.padded(inputs));
    }

    /** Where the gate of element i of a [T·B, stride] array stands. */
    private int gate(int i, int gate) {
      return (i % stride / UNITS * all + i / stride) * 2 * UNITS + gate * UNITS + i % UNITS;
    }

    private int candidate(int i) {
      return (i % stride / UNITS * all + i / stride) * UNITS + i % UNITS;
    }
  }
}
