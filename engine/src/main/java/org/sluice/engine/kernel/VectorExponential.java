package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Exponential} over vectors. */
final class VectorExponential {
  private static final FloatVector LEAST = all(Exponential.LEAST);
  private static final FloatVector LOG2_E = all(Exponential.LOG2_E);
  private static final FloatVector MINUS_LN_2 = all(-Exponential.LN_2);
  private static final FloatVector MINUS_LN_2_REST = all(-Exponential.LN_2_REST);
  private static final FloatVector ROUND = all(Exponential.ROUND);
  private static final FloatVector C2 = all(Exponential.C2);
  private static final FloatVector C3 = all(Exponential.C3);
  private static final FloatVector C4 = all(Exponential.C4);
  private static final FloatVector C5 = all(Exponential.C5);
  private static final FloatVector C6 = all(Exponential.C6);
  private static final FloatVector ONE = all(1f);
  private static final FloatVector ZERO = all(0f);

  private VectorExponential() {}

  static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(LOG2_E, ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(MINUS_LN_2_REST, n.fma(MINUS_LN_2, x));
    FloatVector p = C6.fma(r, C5).fma(r, C4).fma(r, C3).fma(r, C2).fma(r, ONE).fma(r, ONE);
    FloatVector power =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .add(Float.floatToRawIntBits(1f))
            .reinterpretAsFloats();
    return p.mul(power).blend(ZERO, x.compare(VectorOperators.LT, LEAST));
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
