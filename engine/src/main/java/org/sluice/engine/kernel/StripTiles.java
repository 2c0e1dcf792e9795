package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.LANES;
import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Tiles} on a strip of b that is 1 or 2 vectors wide while the rows of b are any distance
 * apart: some columns of a panel, or a panel of which the registers do not hold all columns.
 */
final class StripTiles {
  private StripTiles() {}

  /**
   * The tile of 4 rows and 2 vectors; parameters as in {@link Kernels#multiply}, b's rows {@code
   * bStep} apart.
   */
  static void fourByTwo(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c10 = load(init, initAt + initRow);
    FloatVector c11 = load(init, initAt + initRow + LANES);
    FloatVector c20 = load(init, initAt + 2 * initRow);
    FloatVector c21 = load(init, initAt + 2 * initRow + LANES);
    FloatVector c30 = load(init, initAt + 3 * initRow);
    FloatVector c31 = load(init, initAt + 3 * initRow + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * bStep);
      FloatVector b1 = load(b, bAt + k * bStep + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + aRow + k * aStep]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aRow + k * aStep]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aRow + k * aStep]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
  }

  /** The tile of 4 rows and 1 vector. */
  static void fourByOne(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    FloatVector c00 = load(init, initAt);
    FloatVector c10 = load(init, initAt + initRow);
    FloatVector c20 = load(init, initAt + 2 * initRow);
    FloatVector c30 = load(init, initAt + 3 * initRow);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * bStep);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + aRow + k * aStep]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aRow + k * aStep]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aRow + k * aStep]);
      c30 = a3.fma(b0, c30);
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + cRow);
    c20.intoArray(c, cAt + 2 * cRow);
    c30.intoArray(c, cAt + 3 * cRow);
  }

  /** One row and 1 vector. */
  static void oneByOne(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * bStep);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
    }
    c00.intoArray(c, cAt);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
