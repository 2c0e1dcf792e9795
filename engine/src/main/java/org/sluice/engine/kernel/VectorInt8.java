package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.Kernels.UNITS;
import static org.sluice.engine.kernel.VectorKernels.LANES;
import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link VectorKernels#multiplyInt8} for one row and {@value Kernels#UNITS} columns. */
final class VectorInt8 {
  /** As many bytes as a vector has floats. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  private VectorInt8() {}

  static void multiply(
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
    for (int u = 0; u < UNITS; u += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int k = 0; k < depth; k++) {
        FloatVector weights =
            (FloatVector)
                ByteVector.fromArray(BYTES, b, bAt + k * bRow + u)
                    .convertShape(VectorOperators.B2F, SPECIES, 0);
        sum = FloatVector.broadcast(SPECIES, a[aAt + k]).fma(weights, sum);
      }
      FloatVector.fromArray(SPECIES, scale, scaleAt + u)
          .fma(sum, FloatVector.fromArray(SPECIES, init, initAt + u))
          .intoArray(c, cAt + u);
    }
  }
}
