package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import org.sluice.engine.base.Draws;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * The weights of gates that are computed together, {@code W x + U h' + b}: W [G·H, I], U [G·H, H],
 * b [G·H].
 */
record GatePart(Block w, Block u, Block b) {

  /**
   * Blocks {@code PREFIXweight_ih}, {@code PREFIXweight_hh} and {@code PREFIXbias} of {@code gates}
   * gates.
   */
  static GatePart of(
      BlockNames names,
      String prefix,
      int gates,
      int inputs,
      int hidden,
      ParameterLayout.Builder layout) {
    return new GatePart(
        layout.matrix(names.of(prefix + "weight_ih"), gates, hidden, inputs, UNITS),
        layout.matrix(names.of(prefix + "weight_hh"), gates, hidden, hidden, UNITS),
        layout.vector(names.of(prefix + "bias"), gates, hidden, UNITS));
  }

  int inputs() {
    return w.depth();
  }

  void initialise(float[] theta, Draws draws) {
    float bound = (float) (1 / Math.sqrt(u.depth()));
    Initialisation.uniform(w, theta, draws.at(0), bound);
    Initialisation.uniform(u, theta, draws.at(1), bound);
  }

  /** {@code z = W x + b} for {@code rows} rows. */
  void inputs(float[] theta, Sequence x, int rows, Panels z) {
    Products.affine(theta, w, b, x, 0, rows, z);
  }

  /** {@code z += U h'} for {@code rows} rows from {@code row} on. */
  void addCarry(float[] theta, Sequence h, int row, int rows, Panels z) {
    Products.add(theta, u, h, row, rows, z);
  }

  /** Overwrites the part's blocks of {@code gradient}, summed over {@code rows} rows. */
  void weightGradients(Sequence x, Sequence h, int rows, Panels dz, float[] gradient) {
    Products.weightGradient(w, x, rows, dz, gradient);
    Products.weightGradient(u, h, rows, dz, gradient);
    Products.biasGradient(b, rows, dz, gradient);
  }

  Backward backward() {
    return new Backward(new Transposed(w), new Transposed(u));
  }

  /** Buffers for the way back to x and h'. */
  record Backward(Transposed wt, Transposed ut) {

    void begin(float[] theta) {
      ut.pack(theta);
    }

    /** {@code dh = dz Uᵀ} for {@code rows} rows from {@code row} on; dh is of the step alone. */
    void carryGradient(Panels dz, int row, int rows, float[] dh, int stride) {
      ut.multiply(dz, row, rows, dh, 0, stride);
    }

    /** {@code dh += dz Uᵀ}. */
    void addCarryGradient(Panels dz, int row, int rows, float[] dh, int stride) {
      ut.add(dz, row, rows, dh, 0, stride);
    }

    /** {@code dx = dz Wᵀ} for the first {@code rows} rows. */
    void inputGradient(float[] theta, Panels dz, int rows, float[] dx) {
      wt.pack(theta);
      wt.multiply(dz, 0, rows, dx, 0, wt.stride());
    }

    /** {@code dx += dz Wᵀ}. */
    void addInputGradient(float[] theta, Panels dz, int rows, float[] dx) {
      wt.pack(theta);
      wt.add(dz, 0, rows, dx, 0, wt.stride());
    }
  }
}
