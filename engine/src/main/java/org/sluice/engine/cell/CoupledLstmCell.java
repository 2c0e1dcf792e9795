package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.ParameterLayout;

/**
 * LSTM whose input and forget gates are coupled (CIFG; Greff et al. 2017): what is forgotten is
 * what is written. Gates in the order o, f, g:
 *
 * <pre>
 * o = σ(W_o x + U_o h' + b_o)    f = σ(W_f x + U_f h' + b_f)    g = tanh(W_g x + U_g h' + b_g)
 * c = f ⊙ c' + (1 − f) ⊙ g       h = o ⊙ tanh(c)
 * </pre>
 *
 * W [3H, I], U [3H, H], b [3H]; the carry is (h [B, H], c [B, H]). The forget gate's bias starts at
 * 1.
 */
public final class CoupledLstmCell implements Cell {
  private static final int FORGET = 1;

  private final int hidden;
  private final GatePart gates;

  public CoupledLstmCell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.hidden = hidden;
    gates = GatePart.of(names, "", 3, inputs, hidden, layout);
  }

  @Override
  public int inputs() {
    return gates.inputs();
  }

  @Override
  public int[] carry() {
    return new int[] {hidden, hidden};
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    gates.initialise(theta, draws);
    Initialisation.constant(gates.b(), FORGET, theta, 1);
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new LstmPass(steps, rows, carry);
  }

  private final class LstmPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final Sequence h; // the carry into each step
    private final float[] c; // [T·B, stride]
    private final float[] cBefore; // [T·B, stride]
    private final float[] dc; // [B, stride]
    private final Panels z; // gates, then the gradient of their pre-activations: rows of o f g
    private final float[] squashed; // tanh(c), [T·B, stride]
    private final float[] dSquashed; // [B, stride]
    private final GatePart.Backward back;
    private Sequence x;
    private int all; // R, rows of all steps

    LstmPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      h = carry.into(0, stride);
      c = carry.after()[1];
      cBefore = carry.before()[1];
      dc = carry.gradient()[1];
      z = Panels.stacked(stride / UNITS, most, 3 * UNITS);
      squashed = new float[most * stride];
      dSquashed = new float[rows * stride];
      back = gates.backward();
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      gates.inputs(theta, x, all, z);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      int width = z.rowStride();
      float[] output = carry.after()[0];
      gates.addCarry(theta, h, row, rows, z);
      for (int p = 0; p < stride / UNITS; p++) {
        int o = z.at(p, row);
        kernels.sigmoid(rows, z.data(), o, width);
        kernels.sigmoid(rows, z.data(), o + UNITS, width);
        kernels.tanh(rows, z.data(), o + 2 * UNITS, width);
        // the GRU's output with f for its z, and g for its n
        kernels.gruOutput(rows, z.data(), o, cBefore, c, row * stride + p * UNITS, stride);
      }
      System.arraycopy(c, row * stride, squashed, row * stride, rows * stride);
      Arrays.fill(output, row * stride, (row + rows) * stride, 0);
      for (int p = 0; p < stride / UNITS; p++) {
        int at = row * stride + p * UNITS;
        kernels.tanh(rows, squashed, at, stride);
        kernels.addProduct(
            rows, output, at, stride, z.data(), z.at(p, row), width, squashed, at, stride);
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      back.begin(theta);
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      int from = row * stride;
      int width = z.rowStride();
      float[] dh = carry.gradient()[0];
      for (int p = 0; p < stride / UNITS; p++) {
        int at = p * UNITS;
        // h = o ⊙ tanh(c) has the form of a reset
        kernels.gruResetBackward(
            rows,
            z.data(),
            z.at(p, row),
            width,
            dh,
            at,
            stride,
            squashed,
            from + at,
            stride,
            dSquashed,
            at,
            stride);
      }
      for (int i = 0; i < rows * stride; i++) {
        dc[i] += dSquashed[i] * (1 - squashed[from + i] * squashed[from + i]);
      }
      for (int p = 0; p < stride / UNITS; p++) {
        int at = p * UNITS;
        kernels.gruOutputBackward(rows, z.data(), z.at(p, row), cBefore, from + at, dc, at, stride);
      }
      carry.bound().apply(rows, z, row); // neither kernel reads what the other wrote
      back.carryGradient(z, row, rows, dh, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      gates.weightGradients(x, h, all, z, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      back.inputGradient(theta, z, all, dx);
    }
  }
}
