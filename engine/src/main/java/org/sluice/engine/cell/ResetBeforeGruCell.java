package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.ParameterLayout;

/**
 * GRU, reset before the product (Cho et al. 2014), gates in the order r, z, n; z means keep:
 *
 * <pre>
 * r = σ(W_r x + U_r h' + b_r)    n = tanh(W_n x + U_n (r ⊙ h') + b_n)
 * z = σ(W_z x + U_z h' + b_z)    h = z ⊙ h' + (1 − z) ⊙ n
 * </pre>
 *
 * Two products follow one another in a step, so the weights are two parts: gates r and z, W [2H,
 * I], U [2H, H], b [2H]; candidate n, W [H, I], U [H, H], b [H]. The carry is h [B, H].
 */
public final class ResetBeforeGruCell implements Cell {
  private final int hidden;
  private final GatePart gates;
  private final GatePart candidate;

  public ResetBeforeGruCell(
      BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.hidden = hidden;
    gates = GatePart.of(names, "gates_", 2, inputs, hidden, layout);
    candidate = GatePart.of(names, "candidate_", 1, inputs, hidden, layout);
  }

  @Override
  public int inputs() {
    return gates.inputs();
  }

  @Override
  public int[] carry() {
    return new int[] {hidden};
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    gates.initialise(theta, draws.at(0));
    candidate.initialise(theta, draws.at(1));
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
    private final Panels g; // rows of r z n: gates, then the gradient of what they are taken of
    private final Panels rz;
    private final Panels n;
    private final Sequence reset; // r ⊙ h', [T·B, stride]
    private final float[] dReset; // [B, stride]
    private final GatePart.Backward gatesBack;
    private final GatePart.Backward candidateBack;
    private Sequence x;
    private int all; // R, rows of all steps

    GruPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      dropout = carry.dropout();
      h = carry.into(0, stride);
      g = Panels.stacked(stride / UNITS, most, 3 * UNITS);
      rz = g.part(0, 2 * UNITS);
      n = g.part(2 * UNITS, UNITS);
      reset = new Sequence(new float[most * stride], 0, stride);
      dReset = new float[rows * stride];
      gatesBack = gates.backward();
      candidateBack = candidate.backward();
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      gates.inputs(theta, x, all, rz);
      candidate.inputs(theta, x, all, n);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      int width = g.rowStride();
      gates.addCarry(theta, h, row, rows, rz);
      Arrays.fill(reset.data(), row * stride, (row + rows) * stride, 0);
      for (int p = 0; p < stride / UNITS; p++) {
        int r = g.at(p, row);
        int at = row * stride + p * UNITS;
        kernels.sigmoid(rows, g.data(), r, width);
        kernels.sigmoid(rows, g.data(), r + UNITS, width);
        kernels.addProduct(
            rows, reset.data(), at, stride, g.data(), r, width, h.data(), at, stride);
      }
      candidate.addCarry(theta, reset, row, rows, n);
      for (int p = 0; p < stride / UNITS; p++) {
        int at = row * stride + p * UNITS;
        kernels.tanh(rows, g.data(), n.at(p, row), width);
        if (dropout != null) {
          dropout.forward(row, rows, p, g.data(), n.at(p, row), width);
        }
        kernels.gruOutput(rows, g.data(), g.at(p, row), h.data(), carry.after()[0], at, stride);
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      gatesBack.begin(theta);
      candidateBack.begin(theta);
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      int width = g.rowStride();
      float[] dh = carry.gradient()[0];
      for (int p = 0; p < stride / UNITS; p++) {
        int at = p * UNITS;
        kernels.gruOutputBackward(
            rows, g.data(), g.at(p, row), h.data(), row * stride + at, dh, at, stride);
        if (dropout != null) {
          dropout.backward(row, rows, p, g.data(), n.at(p, row), width);
        }
        carry.bound().apply(rows, 2 * UNITS, g.data(), g.at(p, row) + UNITS, width);
      }
      candidateBack.carryGradient(n, row, rows, dReset, stride);
      for (int p = 0; p < stride / UNITS; p++) {
        int at = p * UNITS;
        int hAt = row * stride + at;
        int r = g.at(p, row);
        kernels.addProduct(rows, dh, at, stride, g.data(), r, width, dReset, at, stride);
        kernels.gruResetBackward(
            rows, g.data(), r, width, dReset, at, stride, h.data(), hAt, stride, dReset, at,
            stride);
        carry.bound().apply(rows, UNITS, g.data(), r, width);
      }
      gatesBack.addCarryGradient(rz, row, rows, dh, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      gates.weightGradients(x, h, all, rz, gradient);
      candidate.weightGradients(x, reset, all, n, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      gatesBack.inputGradient(theta, rz, all, dx);
      candidateBack.addInputGradient(theta, n, all, dx);
    }
  }
}
