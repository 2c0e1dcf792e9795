package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.LANES;
import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Tiles} of a single row: what is left over of a product's rows, and all there is of one
 * step of one series. A row of b may have up to 8 short vectors: with fewer sums than the processor
 * takes steps to finish one it would wait.
 */
final class RowTiles {
  private RowTiles() {}

  /**
   * The row and {@code vectors} vectors, which are all that a row of b has; parameters as in {@link
   * Kernels#multiply}.
   */
  static void one(
      int vectors,
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    switch (vectors) {
      case 1 -> one1(depth, a, aAt, aStep, b, bAt, c, cAt, init, initAt);
      case 2 -> one2(depth, a, aAt, aStep, b, bAt, c, cAt, init, initAt);
      case 3 -> one3(depth, a, aAt, aStep, b, bAt, c, cAt, init, initAt);
      case 4 -> one4(depth, a, aAt, aStep, b, bAt, c, cAt, init, initAt);
      case 6 -> one6(depth, a, aAt, aStep, b, bAt, c, cAt, init, initAt);
      default -> one8(depth, a, aAt, aStep, b, bAt, c, cAt, init, initAt);
    }
  }

  private static void one1(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
    }
    c00.intoArray(c, cAt);
  }

  private static void one2(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * 2 * LANES);
      FloatVector b1 = load(b, bAt + k * 2 * LANES + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
  }

  private static void one3(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c02 = load(init, initAt + 2 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * 3 * LANES);
      FloatVector b1 = load(b, bAt + k * 3 * LANES + LANES);
      FloatVector b2 = load(b, bAt + k * 3 * LANES + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
  }

  private static void one4(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c02 = load(init, initAt + 2 * LANES);
    FloatVector c03 = load(init, initAt + 3 * LANES);
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
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
  }

  private static void one6(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c02 = load(init, initAt + 2 * LANES);
    FloatVector c03 = load(init, initAt + 3 * LANES);
    FloatVector c04 = load(init, initAt + 4 * LANES);
    FloatVector c05 = load(init, initAt + 5 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * 6 * LANES);
      FloatVector b1 = load(b, bAt + k * 6 * LANES + LANES);
      FloatVector b2 = load(b, bAt + k * 6 * LANES + 2 * LANES);
      FloatVector b3 = load(b, bAt + k * 6 * LANES + 3 * LANES);
      FloatVector b4 = load(b, bAt + k * 6 * LANES + 4 * LANES);
      FloatVector b5 = load(b, bAt + k * 6 * LANES + 5 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      c04 = a0.fma(b4, c04);
      c05 = a0.fma(b5, c05);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c04.intoArray(c, cAt + 4 * LANES);
    c05.intoArray(c, cAt + 5 * LANES);
  }

  private static void one8(
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector c00 = load(init, initAt);
    FloatVector c01 = load(init, initAt + LANES);
    FloatVector c02 = load(init, initAt + 2 * LANES);
    FloatVector c03 = load(init, initAt + 3 * LANES);
    FloatVector c04 = load(init, initAt + 4 * LANES);
    FloatVector c05 = load(init, initAt + 5 * LANES);
    FloatVector c06 = load(init, initAt + 6 * LANES);
    FloatVector c07 = load(init, initAt + 7 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * 8 * LANES);
      FloatVector b1 = load(b, bAt + k * 8 * LANES + LANES);
      FloatVector b2 = load(b, bAt + k * 8 * LANES + 2 * LANES);
      FloatVector b3 = load(b, bAt + k * 8 * LANES + 3 * LANES);
      FloatVector b4 = load(b, bAt + k * 8 * LANES + 4 * LANES);
      FloatVector b5 = load(b, bAt + k * 8 * LANES + 5 * LANES);
      FloatVector b6 = load(b, bAt + k * 8 * LANES + 6 * LANES);
      FloatVector b7 = load(b, bAt + k * 8 * LANES + 7 * LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      c04 = a0.fma(b4, c04);
      c05 = a0.fma(b5, c05);
      c06 = a0.fma(b6, c06);
      c07 = a0.fma(b7, c07);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c04.intoArray(c, cAt + 4 * LANES);
    c05.intoArray(c, cAt + 5 * LANES);
    c06.intoArray(c, cAt + 6 * LANES);
    c07.intoArray(c, cAt + 7 * LANES);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
