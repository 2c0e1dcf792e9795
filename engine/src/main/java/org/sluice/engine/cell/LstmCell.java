package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Arrays;
import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Require;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), gates in the
 * order i, f, g, o:
 *
 * <pre>
 * i = σ(W_i x + U_i r' + p_i ⊙ c' + b_i)    f = σ(W_f x + U_f r' + p_f ⊙ c' + b_f)
 * g = tanh(W_g x + U_g r' + b_g)            c = f ⊙ c' + i ⊙ g
 * o = σ(W_o x + U_o r' + p_o ⊙ c + b_o)     m = o ⊙ tanh(c)
 * </pre>
 *
 * The diagonal peepholes p are optional (Gers et al. 2002), and so is the projection (LSTMP; Sak,
 * Senior and Beaufays 2014): the output is {@code h = V m}, of which the first elements r, the
 * recurrent projection, go into the next step and the rest, the non-recurrent one, does not.
 * Without a projection h = r = m.
 *
 * <p>W [4H, I], U [4H, R], b [4H], p [3H] in the order i, f, o, V [P, H] with P ≥ R; the carry is
 * (h [B, P], c [B, H]). The forget gate's bias starts at 1 (Jozefowicz et al. 2015).
 */
public final class LstmCell implements Cell {
  private static final int GATES = 4;
  private static final int FORGET = 1;
  private static final int NONE = -1;

  /**
   * Up to so many inputs x W is computed step by step, on sums that are still in the first-level
   * cache, else all steps at once.
   */
  private static final int FEW_INPUTS = 64;

  private final int inputs;
  private final int hidden;
  private final int outputs; // P
  private final Block w;
  private final Block u;
  private final Block b;
  private final Optional<Block> peepholes;
  private final Optional<Block> projection;

  /**
   * What a plain LSTM lacks.
   *
   * @param peepholes whether the gates see the cell state
   * @param recurrent width R of the recurrent projection; 0 for none
   * @param nonRecurrent width of the non-recurrent projection beside it; 0 for none
   */
  public record Options(boolean peepholes, int recurrent, int nonRecurrent) {
    public static final Options PLAIN = new Options(false, 0, 0);

    public Options {
      Require.atLeast("projection", recurrent, 0);
      Require.atLeast("nonRecurrentProjection", nonRecurrent, 0);
      Require.that(
          recurrent > 0 || nonRecurrent == 0,
          "nonRecurrentProjection needs a projection beside it, got %d and none",
          nonRecurrent);
    }
  }

  public LstmCell(
      BlockNames names, int inputs, int hidden, Options options, ParameterLayout.Builder layout) {
    this.inputs = inputs;
    this.hidden = hidden;
    boolean projects = options.recurrent > 0;
    outputs = projects ? options.recurrent + options.nonRecurrent : hidden;
    int recurrent = projects ? options.recurrent : hidden;
    w = layout.matrix(names.of("weight_ih"), GATES, hidden, inputs, UNITS);
    u = layout.matrix(names.of("weight_hh"), GATES, hidden, recurrent, UNITS);
    b = layout.vector(names.of("bias_ih"), GATES, hidden, UNITS);
    peepholes =
        options.peepholes
            ? Optional.of(layout.vector(names.of("peephole"), 3, hidden, UNITS))
            : Optional.empty();
    int panel = Math.min(Kernels.MAX_WIDTH, Cell.padded(outputs));
    projection =
        projects
            ? Optional.of(layout.matrix(names.of("weight_hr"), 1, outputs, hidden, panel))
            : Optional.empty();
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int[] carry() {
    return new int[] {outputs, hidden};
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    float bound = (float) (1 / Math.sqrt(hidden));
    Initialisation.uniform(w, theta, draws.at(0), bound);
    Initialisation.uniform(u, theta, draws.at(1), bound);
    peepholes.ifPresent(p -> Initialisation.uniform(p, theta, draws.at(2), bound));
    projection.ifPresent(v -> Initialisation.uniform(v, theta, draws.at(3), bound));
    for (int unit = 0; unit < hidden; unit++) {
      theta[b.index(FORGET, unit, 0)] = 1f;
    }
  }

  @Override
  public Pass pass(int steps, int rows, Carry carry) {
    return new LstmPass(steps, rows, carry);
  }

  private final class LstmPass implements Pass {
    private final Kernels kernels = Kernels.get();
    private final int stride = Cell.padded(hidden);
    private final int outputStride = Cell.padded(outputs);
    private final Carry carry;
    private final CandidateDropout dropout; // null where none is left out
    private final Sequence h; // the carry into each step
    private final float[] c; // [T·B, stride]
    private final float[] cBefore; // [T·B, stride]
    private final float[] seen; // c as o's peephole saw it, [T·B, stride]
    private final float[] dc; // [B, stride]
    private final Panels z; // gates, then the gradient of their pre-activations: rows of i f g o
    private final float[] squashed; // tanh(c), [T·B, stride]
    private final Optional<ProjectionPass> projected;
    private final float[] m; // [T·B, stride]
    private final float[] dm; // [B, stride]
    private final Transposed ut = new Transposed(u);
    private final Transposed wt = new Transposed(w);
    private Sequence x;
    private int all; // R, rows of all steps

    LstmPass(int steps, int rows, Carry carry) {
      this.carry = carry;
      dropout = carry.dropout();
      int most = steps * rows;
      h = carry.into(0, outputStride);
      c = carry.after()[1];
      cBefore = carry.before()[1];
      dc = carry.gradient()[1];
      z = Panels.stacked(u.panels(), most, u.width());
      squashed = new float[most * stride];
      seen = new float[peepholes.isPresent() ? most * stride : 0];
      projected = projection.map(v -> new ProjectionPass(v, most, rows, carry.after()[0]));
      m = projected.map(ProjectionPass::inputs).orElse(carry.after()[0]);
      dm = projected.map(ProjectionPass::inputGradient).orElse(carry.gradient()[0]);
    }

    @Override
    public void begin(float[] theta, Sequence x, int all) {
      this.x = x;
      this.all = all;
      if (inputs > FEW_INPUTS) {
        Products.affine(theta, w, b, x, 0, all, z);
      }
    }

    @Override
    public void forward(float[] theta, int row, int rows) {
      if (inputs <= FEW_INPUTS) {
        Products.affine(theta, w, b, x, row, rows, z);
      }
      Products.add(theta, u, h, row, rows, z);
      for (int p = 0; p < u.panels(); p++) {
        int i = z.at(p, row);
        int f = i + UNITS;
        int g = i + 2 * UNITS;
        int o = i + 3 * UNITS;
        int at = row * stride + p * UNITS;
        peep(theta, peephole(p, 0), rows, i, cBefore, at);
        peep(theta, peephole(p, 1), rows, f, cBefore, at);
        kernels.sigmoid(rows, z.data(), i, z.rowStride());
        kernels.sigmoid(rows, z.data(), f, z.rowStride());
        kernels.tanh(rows, z.data(), g, z.rowStride());
        if (dropout != null) {
          dropout.forward(row, rows, p, z.data(), g, z.rowStride());
        }
        kernels.lstmState(rows, z.data(), i, cBefore, c, at, stride);
        peep(theta, peephole(p, 2), rows, o, c, at);
        kernels.sigmoid(rows, z.data(), o, z.rowStride());
        kernels.lstmOutput(rows, z.data(), i, c, squashed, m, at, stride);
      }
      if (peepholes.isPresent()) {
        System.arraycopy(c, row * stride, seen, row * stride, rows * stride);
      }
      if (projected.isPresent()) { // no lambda in a loop over time: it would be made at every step
        projected.get().forward(theta, row, rows);
      }
    }

    /** {@code z += p ⊙ c} for one gate of a panel, if there are peepholes. */
    private void peep(float[] theta, int peephole, int rows, int zAt, float[] c, int cAt) {
      if (peephole != NONE) {
        kernels.addProduct(rows, z.data(), zAt, z.rowStride(), theta, peephole, 0, c, cAt, stride);
      }
    }

    /** Where in theta a panel's peepholes to one gate stand. */
    private int peephole(int panel, int gate) {
      return peepholes.isPresent() ? peepholes.get().index(gate, panel * UNITS, 0) : NONE;
    }

    @Override
    public void beginBackward(float[] theta) {
      ut.pack(theta);
      projected.ifPresent(v -> v.beginBackward(theta));
    }

    @Override
    public void backward(float[] theta, int row, int rows) {
      float[] dh = carry.gradient()[0];
      if (projected.isPresent()) {
        projected.get().backward(row, rows, dh);
      }
      for (int p = 0; p < u.panels(); p++) {
        int i = z.at(p, row);
        int at = p * UNITS;
        int cAt = row * stride + at;
        kernels.lstmOutputBackward(rows, z.data(), i, squashed, cAt, dm, dc, at, stride);
        carry.bound().apply(rows, UNITS, z.data(), i + 3 * UNITS, z.rowStride());
        peepBackward(theta, p, 2, rows, i + 3 * UNITS);
        kernels.lstmStateBackward(rows, z.data(), i, cBefore, cAt, dc, at, stride);
        if (dropout != null) {
          dropout.backward(row, rows, p, z.data(), i + 2 * UNITS, z.rowStride());
        }
        carry.bound().apply(rows, 3 * UNITS, z.data(), i, z.rowStride());
        peepBackward(theta, p, 0, rows, i);
        peepBackward(theta, p, 1, rows, i + UNITS);
      }
      if (u.depth() < outputs) {
        Arrays.fill(dh, 0); // nothing of a non-recurrent projection reached this step
      }
      ut.multiply(z, row, rows, dh, 0, outputStride);
    }

    /** {@code dc += p ⊙ dz}. */
    private void peepBackward(float[] theta, int panel, int gate, int rows, int zAt) {
      int at = peephole(panel, gate);
      if (at != NONE) {
        kernels.addProduct(
            rows, dc, panel * UNITS, stride, theta, at, 0, z.data(), zAt, z.rowStride());
      }
    }

    @Override
    public void weightGradients(float[] gradient) {
      Products.weightGradient(w, x, all, z, gradient);
      Products.weightGradient(u, h, all, z, gradient);
      Products.biasGradient(b, all, z, gradient);
      projected.ifPresent(v -> v.weightGradient(all, gradient));
      for (int p = 0; p < u.panels() && peepholes.isPresent(); p++) {
        peepholeGradient(p, 0, z.at(p, 0), cBefore, gradient);
        peepholeGradient(p, 1, z.at(p, 0) + UNITS, cBefore, gradient);
        peepholeGradient(p, 2, z.at(p, 0) + 3 * UNITS, seen, gradient);
      }
    }

    private void peepholeGradient(int panel, int gate, int zAt, float[] of, float[] gradient) {
      int at = panel * UNITS;
      int sum = peephole(panel, gate);
      kernels.sumProducts(all, z.data(), zAt, z.rowStride(), of, at, stride, gradient, sum);
    }

    @Override
    public void inputGradient(float[] theta, float[] dx) {
      wt.pack(theta);
      wt.multiply(z, 0, all, dx, 0, Cell.padded(inputs));
    }
  }
}
