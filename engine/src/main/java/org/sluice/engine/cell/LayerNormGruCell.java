package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * GRU with layer normalisation (Ba, Kiros and Hinton 2016), reset after the product, gates in the
 * order r, z, n; z means keep. N is the normalisation of a row to mean 0 and variance 1, over r and
 * z together and over n apart:
 *
 * <pre>
 * a = α_x ⊙ N(W x) + b        s = α_h ⊙ N(U h') + v, with v for n only
 * r, z = σ(a_r + s_r), σ(a_z + s_z)    n = tanh(a_n + r ⊙ s_n)    h = z ⊙ h' + (1 − z) ⊙ n
 * </pre>
 *
 * W [3H, I], U [3H, H], b [3H], v [H]; each α is a [2H] for r and z and a [H] for n, and starts at
 * 1; the carry is h [B, H].
 */
public final class LayerNormGruCell implements Cell {
  private static final int GATES = 3;

  private final int inputs;
  private final int hidden;
  private final Block w;
  private final Block u;
  private final Block b;
  private final Block v;
  private final Norms normX;
  private final Norms normH;

  /** Of one product: over r and z together, and over n. */
  private record Norms(RowNorm gates, RowNorm candidate) {
    static Norms of(BlockNames names, String of, int hidden, ParameterLayout.Builder layout) {
      return new Norms(
          new RowNorm(layout.vector(names.of("gates_gain_" + of), 2, hidden, UNITS)),
          new RowNorm(layout.vector(names.of("candidate_gain_" + of), 1, hidden, UNITS)));
    }

    void initialise(float[] theta) {
      gates.initialise(theta);
      candidate.initialise(theta);
    }
  }

  public LayerNormGruCell(
      BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    w = layout.matrix(names.of("weight_ih"), GATES, hidden, inputs, UNITS);
    u = layout.matrix(names.of("weight_hh"), GATES, hidden, hidden, UNITS);
    b = layout.vector(names.of("bias"), GATES, hidden, UNITS);
    v = layout.vector(names.of("candidate_bias_hh"), 1, hidden, UNITS);
    normX = Norms.of(names, "ih", hidden, layout);
    normH = Norms.of(names, "hh", hidden, layout);
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
    normX.initialise(theta);
    normH.initialise(theta);
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new GruPass(steps, rows, carry);
  }

  /** A product of three gates, normalised in two parts. */
  private static final class Normalised {
    final Panels a; // rows of r z n
    final Panels da;
    final RowNorm.Pass gates;
    final RowNorm.Pass candidate;

    Normalised(Norms norms, Block weights, int all) {
      a = Panels.stacked(weights.panels(), all, weights.width());
      da = Panels.stacked(weights.panels(), all, weights.width());
      gates = norms.gates.pass(rz(a), rz(da), all);
      candidate = norms.candidate.pass(n(a), n(da), all);
    }
  }

  private static Panels rz(Panels rows) {
    return rows.part(0, 2 * UNITS);
  }

  private static Panels n(Panels rows) {
    return rows.part(2 * UNITS, UNITS);
  }

  private final class GruPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int stride = Cell.padded(hidden);
    private final Carry carry;
    private final Sequence h; // h', the carry into each step
    private final Normalised ofX; // W x
    private final Normalised ofH; // U h'
    private final Panels z; // gates, then the gradient of their pre-activations: rows of r z n
    private final Panels rz; // r and z of them
    private final Panels n;
    private final Panels s; // s_n, then its gradient
    private final Transposed ut = new Transposed(u);
    private final Transposed wt = new Transposed(w);
    private Sequence x;
    private int all; // R, rows of all steps

    GruPass(int steps, int rows, Carry carry) {
      int most = steps * rows;
      this.carry = carry;
      h = carry.into(0, stride);
      ofX = new Normalised(normX, w, most);
      ofH = new Normalised(normH, u, most);
      z = Panels.stacked(u.panels(), most, u.width());
      rz = rz(z);
      n = n(z);
      s = Panels.stacked(v.panels(), most, v.width());
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      Products.linear(theta, w, x, 0, all, ofX.a);
      Products.fill(theta, b, 0, all, z);
      ofX.gates.forward(theta, 0, all, rz);
      ofX.candidate.forward(theta, 0, all, n);
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      int width = z.rowStride();
      float[] g = z.data();
      Products.linear(theta, u, h, row, rows, ofH.a);
      Products.fill(theta, v, row, rows, s);
      ofH.gates.forward(theta, row, rows, rz);
      ofH.candidate.forward(theta, row, rows, s);
      for (int p = 0; p < u.panels(); p++) {
        int r = z.at(p, row);
        int nAt = r + 2 * UNITS;
        kernels.sigmoid(rows, g, r, width);
        kernels.sigmoid(rows, g, r + UNITS, width);
        kernels.addProduct(rows, g, nAt, width, g, r, width, s.data(), s.at(p, row), UNITS);
        kernels.tanh(rows, g, nAt, width);
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
        int nAt = r + 2 * UNITS;
        int at = p * UNITS;
        int sAt = s.at(p, row);
        kernels.gruOutputBackward(rows, g, r, h.data(), row * stride + at, dh, at, stride);
        carry.bound().apply(rows, 2 * UNITS, g, r + UNITS, width);
        kernels.gruResetBackward(
            rows, g, r, width, g, nAt, width, s.data(), sAt, UNITS, s.data(), sAt, UNITS);
        carry.bound().apply(rows, UNITS, g, r, width);
      }
      ofX.gates.backward(theta, row, rows, rz);
      ofX.candidate.backward(theta, row, rows, n);
      ofH.gates.backward(theta, row, rows, rz);
      ofH.candidate.backward(theta, row, rows, s);
      ut.add(ofH.da, row, rows, dh, 0, stride);
    }

    @Override
    public void weightGradients(float[] gradient) {
      Products.weightGradient(w, x, all, ofX.da, gradient);
      Products.weightGradient(u, h, all, ofH.da, gradient);
      Products.biasGradient(b, all, z, gradient);
      Products.biasGradient(v, all, s, gradient);
      ofX.gates.gainGradient(all, rz, gradient);
      ofX.candidate.gainGradient(all, n, gradient);
      ofH.gates.gainGradient(all, rz, gradient);
      ofH.candidate.gainGradient(all, s, gradient);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(ofX.da, 0, all, dx, 0, Cell.padded(inputs));
    }
  }
}
