package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.LANES;
import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorKernels#multiplyInt8}. Four chains at a time, since one alone would wait for itself:
 * those of four rows, which share the widened weights, or of four vectors of columns in the rows
 * left over.
 */
final class VectorInt8 {
  /** As many bytes as a vector has floats. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  private VectorInt8() {}

  static void multiply(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      byte[] b,
      int bAt,
      int bRow,
      float[] scale,
      int scaleAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    int i = 0;
    for (; i + 4 <= rows; i += 4, aAt += 4 * aRow, cAt += 4 * cRow, initAt += 4 * initRow) {
      for (int j = 0; j < width; j += LANES) {
        fourRows(
            depth,
            a,
            aAt,
            aRow,
            b,
            bAt + j,
            bRow,
            scale,
            scaleAt + j,
            c,
            cAt + j,
            cRow,
            init,
            initAt + j,
            initRow);
      }
    }
    for (; i < rows; i++, aAt += aRow, cAt += cRow, initAt += initRow) {
      int j = 0;
      for (; j + 4 * LANES <= width; j += 4 * LANES) {
        fourVectors(
            depth, a, aAt, b, bAt + j, bRow, scale, scaleAt + j, c, cAt + j, init, initAt + j);
      }
      for (; j < width; j += LANES) {
        oneVector(
            depth, a, aAt, b, bAt + j, bRow, scale, scaleAt + j, c, cAt + j, init, initAt + j);
      }
    }
  }

  private static void fourRows(
      int depth,
      float[] a,
      int aAt,
      int aRow,
      byte[] b,
      int bAt,
      int bRow,
      float[] scale,
      int scaleAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < depth; k++) {
      FloatVector w = widened(b, bAt + k * bRow);
      int at = aAt + k;
      s0 = FloatVector.broadcast(SPECIES, a[at]).fma(w, s0);
      s1 = FloatVector.broadcast(SPECIES, a[at + aRow]).fma(w, s1);
      s2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]).fma(w, s2);
      s3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]).fma(w, s3);
    }
    store(s0, scale, scaleAt, init, initAt, c, cAt);
    store(s1, scale, scaleAt, init, initAt + initRow, c, cAt + cRow);
    store(s2, scale, scaleAt, init, initAt + 2 * initRow, c, cAt + 2 * cRow);
    store(s3, scale, scaleAt, init, initAt + 3 * initRow, c, cAt + 3 * cRow);
  }

  private static void fourVectors(
      int depth,
      float[] a,
      int aAt,
      byte[] b,
      int bAt,
      int bRow,
      float[] scale,
      int scaleAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + k]);
      int at = bAt + k * bRow;
      s0 = x.fma(widened(b, at), s0);
      s1 = x.fma(widened(b, at + LANES), s1);
      s2 = x.fma(widened(b, at + 2 * LANES), s2);
      s3 = x.fma(widened(b, at + 3 * LANES), s3);
    }
    store(s0, scale, scaleAt, init, initAt, c, cAt);
    store(s1, scale, scaleAt + LANES, init, initAt + LANES, c, cAt + LANES);
    store(s2, scale, scaleAt + 2 * LANES, init, initAt + 2 * LANES, c, cAt + 2 * LANES);
    store(s3, scale, scaleAt + 3 * LANES, init, initAt + 3 * LANES, c, cAt + 3 * LANES);
  }

  private static void oneVector(
      int depth,
      float[] a,
      int aAt,
      byte[] b,
      int bAt,
      int bRow,
      float[] scale,
      int scaleAt,
      float[] c,
      int cAt,
      float[] init,
      int initAt) {
    FloatVector s = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      s = FloatVector.broadcast(SPECIES, a[aAt + k]).fma(widened(b, bAt + k * bRow), s);
    }
    store(s, scale, scaleAt, init, initAt, c, cAt);
  }

  /** {@code c = scale sum + init}; init may be c. */
  private static void store(
      FloatVector sum, float[] scale, int scaleAt, float[] init, int initAt, float[] c, int cAt) {
    FloatVector.fromArray(SPECIES, scale, scaleAt)
        .fma(sum, FloatVector.fromArray(SPECIES, init, initAt))
        .intoArray(c, cAt);
  }

  private static FloatVector widened(byte[] b, int at) {
    return (FloatVector)
        ByteVector.fromArray(BYTES, b, at).convertShape(VectorOperators.B2F, SPECIES, 0);
  }
}
