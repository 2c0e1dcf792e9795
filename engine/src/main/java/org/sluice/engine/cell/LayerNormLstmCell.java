package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * LSTM with layer normalisation (Ba, Kiros and Hinton 2016), gates in the order i, f, g, o. N is
 * the normalisation of a row to mean 0 and variance 1, over the four gates together:
 *
 * <pre>
 * z = α_x ⊙ N(W x) + α_h ⊙ N(U h') + b    i, f, o = σ(z_i), σ(z_f), σ(z_o)    g = tanh(z_g)
 * c = f ⊙ c' + i ⊙ g                      h = o ⊙ tanh(α_c ⊙ N(c) + b_c)
 * </pre>
 *
 * W [4H, I], U [4H, H], b, α_x, α_h [4H], b_c, α_c [H]; the carry is (h [B, H], c [B, H]). The
 * gains α start at 1, and so does the forget gate's bias.
 */
public final class LayerNormLstmCell implements Cell {
  private static final int GATES = 4;
  private static final int FORGET = 1;

  private final int inputs;
  private final int hidden;
  private final Block w;
  private final Block u;
  private final Block b;
  private final Block bc;
  private final RowNorm normX;
  private final RowNorm normH;
  private final RowNorm normC;

  public LayerNormLstmCell(
      BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    w = layout.matrix(names.of("weight_ih"), GATES, hidden, inputs, UNITS);
    u = layout.matrix(names.of("weight_hh"), GATES, hidden, hidden, UNITS);
    b = layout.vector(names.of("bias"), GATES, hidden, UNITS);
    bc = layout.vector(names.of("cell_bias"), 1, hidden, UNITS);
    normX = new RowNorm(layout.vector(names.of("gain_ih"), GATES, hidden, UNITS));
    normH = new RowNorm(layout.vector(names.of("gain_hh"), GATES, hidden, UNITS));
    normC = new RowNorm(layout.vector(names.of("cell_gain"), 1, hidden, UNITS));
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
    Initialisation.constant(b, FORGET, theta, 1);
    normX.initialise(theta);
    normH.initialise(theta);
    normC.initialise(theta);
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
    private final Panels ax; // W x, rows of i f g o
    private final Panels dax;
    private final Panels ah; // U h'
    private final Panels dah;
    private final Panels z; // gates, then the gradient of their pre-activations
    private final Panels ac; // c, [T·B, stride]
    private final Panels dac;
    private final Panels squashed; // tanh of the normalised c, [T·B, stride]
    private final Panels dSquashed; // gradient of what that tanh is taken of
    private final RowNorm.Pass xNorm;
    private final RowNorm.Pass hNorm;
    private final RowNorm.Pass cNorm;
    private final Transposed ut = new Transposed(u);
    private final Transposed wt = new Transposed(w);
    private Sequence x;
    private int all; // R, rows of all steps

    LstmPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      h = carry.into(0, stride);
      c = carry.after()[1];
      cBefore = carry.before()[1];
      dc = carry.gradient()[1];
      ax = gates(most);
      dax = gates(most);
      ah = gates(most);
      dah = gates(most);
      z = gates(most);
      ac = cells(most);
      dac = cells(most);
      squashed = cells(most);
      dSquashed = cells(most);
      xNorm = normX.pass(ax, dax, most);
      hNorm = normH.pass(ah, dah, most);
      cNorm = normC.pass(ac, dac, most);
    }

    private Panels gates(int most) {
      return Panels.stacked(u.panels(), most, u.width());
    }

    private Panels cells(int most) {
      return Panels.inRows(new float[most * stride], stride, UNITS);
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      Products.linear(theta, w, x, 0, all, ax);
      Products.fill(theta, b, 0, all, z);
      xNorm.forward(theta, 0, all, z);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      int width = z.rowStride();
      Products.linear(theta, u, h, row, rows, ah);
      hNorm.forward(theta, row, rows, z);
      for (int p = 0; p < u.panels(); p++) {
        int i = z.at(p, row);
        kernels.sigmoid(rows, z.data(), i, width);
        kernels.sigmoid(rows, z.data(), i + UNITS, width);
        kernels.tanh(rows, z.data(), i + 2 * UNITS, width);
        kernels.sigmoid(rows, z.data(), i + 3 * UNITS, width);
        kernels.lstmState(rows, z.data(), i, cBefore, c, row * stride + p * UNITS, stride);
      }
      output(theta, row, rows);
    }

    private void output(float[] theta, int row, int rows) {
      int from = row * stride;
      float[] y = carry.after()[0];
      System.arraycopy(c, from, ac.data(), from, rows * stride);
      Products.fill(theta, bc, row, rows, squashed);
      cNorm.forward(theta, row, rows, squashed);
      Arrays.fill(y, from, from + rows * stride, 0);
      for (int p = 0; p < u.panels(); p++) {
        int at = from + p * UNITS;
        int o = z.at(p, row) + 3 * UNITS;
        kernels.tanh(rows, squashed.data(), at, stride);
        kernels.addProduct(
            rows, y, at, stride, z.data(), o, z.rowStride(), squashed.data(), at, stride);
      }
    }

    @Override
    public void beginBackward(float[] theta) {
      ut.pack(theta);
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      outputBackward(theta, row, rows);
      for (int p = 0; p < u.panels(); p++) {
        int at = p * UNITS;
        kernels.lstmStateBackward(
            rows, z.data(), z.at(p, row), cBefore, row * stride + at, dc, at, stride);
      }
      carry.bound().apply(rows, z, row); // neither kernel reads what the other wrote
      xNorm.backward(theta, row, rows, z);
      hNorm.backward(theta, row, rows, z);
      ut.multiply(dah, row, rows, carry.gradient()[0], 0, stride);
    }

    private void outputBackward(float[] theta, int row, int rows) {
      int from = row * stride;
      float[] y = squashed.data();
      float[] dy = dSquashed.data();
      for (int p = 0; p < u.panels(); p++) {
        int at = p * UNITS;
        int o = z.at(p, row) + 3 * UNITS;
        // h = o ⊙ tanh(..) has the form of a GRU's reset
        kernels.gruResetBackward(
            rows,
            z.data(),
            o,
            z.rowStride(),
            carry.gradient()[0],
            at,
            stride,
            y,
            from + at,
            stride,
            dy,
            from + at,
            stride);
      }
      for (int i = from; i < from + rows * stride; i++) {
        dy[i] *= 1 - y[i] * y[i];
      }
      cNorm.backward(theta, row, rows, dSquashed);
      for (int i = 0; i < rows * stride; i++) {
        dc[i] += dac.data()[from + i];
      }
    }

    @Override
    public void weightGradients(float[] gradient) {
      Products.weightGradient(w, x, all, dax, gradient);
      Products.weightGradient(u, h, all, dah, gradient);
      Products.biasGradient(b, all, z, gradient);
      Products.biasGradient(bc, all, dSquashed, gradient);
      xNorm.gainGradient(all, z, gradient);
      hNorm.gainGradient(all, z, gradient);
      cNorm.gainGradient(all, dSquashed, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(dax, 0, all, dx, 0, Cell.padded(inputs));
    }
  }
}
