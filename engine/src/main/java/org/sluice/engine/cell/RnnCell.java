package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * The simple recurrent unit (Elman 1990):
 *
 * <pre>
 * h = φ(W x + U h' + b)
 * </pre>
 *
 * φ is tanh or the rectifier max(0, ·). W [H, I], U [H, H], b [H]; the carry is h [B, H].
 */
public final class RnnCell implements Cell {

  /** φ. */
  public enum Activation {
    TANH,
    RELU
  }

  private final int inputs;
  private final int hidden;
  private final Activation activation;
  private final Block w;
  private final Block u;
  private final Block b;

  public RnnCell(
      BlockNames names,
      int inputs,
      int hidden,
      Activation activation,
      ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    this.activation = activation;
    int panel = Math.min(Kernels.MAX_WIDTH, Cell.padded(hidden));
    w = layout.matrix(names.of("weight_ih"), 1, hidden, inputs, panel);
    u = layout.matrix(names.of("weight_hh"), 1, hidden, hidden, panel);
    b = layout.vector(names.of("bias_ih"), 1, hidden, panel);
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
    return new RnnPass(steps, rows, carry);
  }

  private final class RnnPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final Sequence before; // h', the carry into each step
    private final Panels y; // the outputs; the carry may be another when it comes to the way back
    private final Panels dz; // gradient of what φ is taken of
    private final Transposed ut = new Transposed(u);
    private final Transposed wt = new Transposed(w);
    private Sequence x;
    private int all; // R, rows of all steps

    RnnPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      before = carry.into(0, stride);
      y = Panels.inRows(new float[most * stride], stride, u.width());
      dz = Panels.inRows(new float[most * stride], stride, u.width());
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      Products.affine(theta, w, b, x, 0, all, y);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      Products.add(theta, u, before, row, rows, y);
      if (activation == Activation.TANH) {
        for (int at = 0; at < stride; at += UNITS) {
          kernels.tanh(rows, y.data(), row * stride + at, stride);
        }
      } else {
        float[] z = y.data();
        for (int i = row * stride; i < (row + rows) * stride; i++) {
          z[i] = Math.max(0f, z[i]);
        }
      }
      System.arraycopy(y.data(), row * stride, carry.after()[0], row * stride, rows * stride);
    }

    @Override
    public void beginBackward(float[] theta) {
      ut.pack(theta);
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      int from = row * stride;
      float[] h = y.data();
      float[] dh = carry.gradient()[0];
      boolean tanh = activation == Activation.TANH;
      for (int i = 0; i < rows * stride; i++) {
        float slope = tanh ? 1 - h[from + i] * h[from + i] : h[from + i] > 0 ? 1 : 0;
        dz.data()[from + i] = dh[i] * slope;
      }
      carry.bound().apply(rows, dz, row);
      ut.multiply(dz, row, rows, dh, 0, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      Products.weightGradient(w, x, all, dz, gradient);
      Products.weightGradient(u, before, all, dz, gradient);
      Products.biasGradient(b, all, dz, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(dz, 0, all, dx, 0, Cell.padded(inputs));
    }
  }
}
