package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.ParameterLayout;

/**
 * The minimal gated unit (Zhou et al. 2016), a reset-before GRU with one gate for both of its own:
 *
 * <pre>
 * f = σ(W_f x + U_f h' + b_f)    n = tanh(W_n x + U_n (f ⊙ h') + b_n)
 * h = (1 − f) ⊙ h' + f ⊙ n
 * </pre>
 *
 * Two parts, the gate and the candidate, of W [H, I], U [H, H], b [H] each; the carry is h [B, H].
 */
public final class MguCell implements Cell {
  private final int hidden;
  private final GatePart gate;
  private final GatePart candidate;

  public MguCell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.hidden = hidden;
    gate = GatePart.of(names, "gates_", 1, inputs, hidden, layout);
    candidate = GatePart.of(names, "candidate_", 1, inputs, hidden, layout);
  }

  @Override
  public int inputs() {
    return gate.inputs();
  }

  @Override
  public int[] carry() {
    return new int[] {hidden};
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    gate.initialise(theta, draws.at(0));
    candidate.initialise(theta, draws.at(1));
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new MguPass(steps, rows, carry);
  }

  private final class MguPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final Sequence h; // h', the carry into each step
    private final Panels f; // the gate, then the gradient of its pre-activation: [T·B, stride]
    private final Panels n; // the candidate likewise
    private final Sequence reset; // f ⊙ h', [T·B, stride]
    private final float[] dReset; // [B, stride]
    private final float[] df; // what f receives from h directly, [B, stride]
    private final GatePart.Backward gateBack;
    private final GatePart.Backward candidateBack;
    private Sequence x;
    private int all; // R, rows of all steps

    MguPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      h = carry.into(0, stride);
      f = Panels.inRows(new float[most * stride], stride, UNITS);
      n = Panels.inRows(new float[most * stride], stride, UNITS);
      reset = new Sequence(new float[most * stride], 0, stride);
      dReset = new float[rows * stride];
      df = new float[rows * stride];
      gateBack = gate.backward();
      candidateBack = candidate.backward();
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      gate.inputs(theta, x, all, f);
      candidate.inputs(theta, x, all, n);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      int from = row * stride;
      int to = from + rows * stride;
      float[] before = h.data();
      float[] after = carry.after()[0];
      gate.addCarry(theta, h, row, rows, f);
      for (int at = from; at < from + stride; at += UNITS) {
        kernels.sigmoid(rows, f.data(), at, stride);
      }
      for (int i = from; i < to; i++) {
        reset.data()[i] = f.data()[i] * before[i];
      }
      candidate.addCarry(theta, reset, row, rows, n);
      for (int at = from; at < from + stride; at += UNITS) {
        kernels.tanh(rows, n.data(), at, stride);
      }
      for (int i = from; i < to; i++) {
        after[i] = before[i] + f.data()[i] * (n.data()[i] - before[i]);
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      gateBack.begin(theta);
      candidateBack.begin(theta);
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      int from = row * stride;
      float[] before = h.data();
      float[] dh = carry.gradient()[0];
      for (int i = 0; i < rows * stride; i++) {
        float gated = dh[i] * f.data()[from + i];
        float c = n.data()[from + i];
        df[i] = dh[i] * (c - before[from + i]);
        n.data()[from + i] = gated * (1 - c * c);
        dh[i] -= gated;
      }
      carry.bound().apply(rows, n, row);
      candidateBack.carryGradient(n, row, rows, dReset, stride);
      for (int i = 0; i < rows * stride; i++) {
        float open = f.data()[from + i];
        dh[i] += dReset[i] * open;
        f.data()[from + i] = (df[i] + dReset[i] * before[from + i]) * (open - open * open);
      }
      carry.bound().apply(rows, f, row);
      gateBack.addCarryGradient(f, row, rows, dh, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      gate.weightGradients(x, h, all, f, gradient);
      candidate.weightGradients(x, reset, all, n, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      gateBack.inputGradient(theta, f, all, dx);
      candidateBack.addInputGradient(theta, n, all, dx);
    }
  }
}
