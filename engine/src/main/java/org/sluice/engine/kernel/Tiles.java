package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.LANES;
import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of a product: the sums of a tile of 4 rows by 1 to 4 vectors live in local
 * variables through one single loop over k. Written out by hand, because the compiler keeps only
 * locals in registers and only in a loop that is not nested. The rows of b lie one behind the
 * other, as in a panel, so that their distance is a constant: else every load would be checked
 * against the array's bounds again.
 */
final class Tiles {
  private Tiles() {}

  /**
   * The tile of 4 rows and {@code vectors} vectors, which are all that a row of b has; parameters
   * as in {@link Kernels#multiply}.
   */
  static void four(
      int vectors,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    switch (vectors) {
      case 1 -> four1(depth, a, aAt, aRow, aStep, b, bAt, c, cAt, cRow, init, initAt, initRow);
      case 2 -> four2(depth, a, aAt, aRow, aStep, b, bAt, c, cAt, cRow, init, initAt, initRow);
      case 3 -> four3(depth, a, aAt, aRow, aStep, b, bAt, c, cAt, cRow, init, initAt, initRow);
      default -> four4(depth, a, aAt, aRow, aStep, b, bAt, c, cAt, cRow, init, initAt, initRow);
    }
  }

  private static void four1(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
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
      FloatVector b0 = load(b, bAt + k * LANES);
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

  private static void four2(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
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
      FloatVector b0 = load(b, bAt + k * 2 * LANES);
      FloatVector b1 = load(b, bAt + k * 2 * LANES + LANES);
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

  private static void four3(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c02 = load(init, initAt + 2 * LANES);
    FloatVector c10 = load(init, initAt + initRow);
    FloatVector c11 = load(init, initAt + initRow + LANES);
    FloatVector c12 = load(init, initAt + initRow + 2 * LANES);
    FloatVector c20 = load(init, initAt + 2 * initRow);
    FloatVector c21 = load(init, initAt + 2 * initRow + LANES);
    FloatVector c22 = load(init, initAt + 2 * initRow + 2 * LANES);
    FloatVector c30 = load(init, initAt + 3 * initRow);
    FloatVector c31 = load(init, initAt + 3 * initRow + LANES);
    FloatVector c32 = load(init, initAt + 3 * initRow + 2 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * 3 * LANES);
      FloatVector b1 = load(b, bAt + k * 3 * LANES + LANES);
      FloatVector b2 = load(b, bAt + k * 3 * LANES + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + aRow + k * aStep]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aRow + k * aStep]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aRow + k * aStep]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c12.intoArray(c, cAt + cRow + 2 * LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c22.intoArray(c, cAt + 2 * cRow + 2 * LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
    c32.intoArray(c, cAt + 3 * cRow + 2 * LANES);
  }

  private static void four4(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c02 = load(init, initAt + 2 * LANES);
    FloatVector c03 = load(init, initAt + 3 * LANES);
    FloatVector c10 = load(init, initAt + initRow);
    FloatVector c11 = load(init, initAt + initRow + LANES);
    FloatVector c12 = load(init, initAt + initRow + 2 * LANES);
    FloatVector c13 = load(init, initAt + initRow + 3 * LANES);
    FloatVector c20 = load(init, initAt + 2 * initRow);
    FloatVector c21 = load(init, initAt + 2 * initRow + LANES);
    FloatVector c22 = load(init, initAt + 2 * initRow + 2 * LANES);
    FloatVector c23 = load(init, initAt + 2 * initRow + 3 * LANES);
    FloatVector c30 = load(init, initAt + 3 * initRow);
    FloatVector c31 = load(init, initAt + 3 * initRow + LANES);
    FloatVector c32 = load(init, initAt + 3 * initRow + 2 * LANES);
    FloatVector c33 = load(init, initAt + 3 * initRow + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * 4 * LANES);
      FloatVector b1 = load(b, bAt + k * 4 * LANES + LANES);
      FloatVector b2 = load(b, bAt + k * 4 * LANES + 2 * LANES);
      FloatVector b3 = load(b, bAt + k * 4 * LANES + 3 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + aRow + k * aStep]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * aRow + k * aStep]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * aRow + k * aStep]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c12.intoArray(c, cAt + cRow + 2 * LANES);
    c13.intoArray(c, cAt + cRow + 3 * LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c22.intoArray(c, cAt + 2 * cRow + 2 * LANES);
    c23.intoArray(c, cAt + 2 * cRow + 3 * LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
    c32.intoArray(c, cAt + 3 * cRow + 2 * LANES);
    c33.intoArray(c, cAt + 3 * cRow + 3 * LANES);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
