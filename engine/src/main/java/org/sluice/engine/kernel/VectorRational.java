package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Rational} over vectors. Constants are static finals: the compiler keeps them in registers.
 */
final class VectorRational {
  private static final FloatVector BOUND = all(Rational.BOUND);
  private static final FloatVector MINUS_BOUND = all(-Rational.BOUND);
  private static final FloatVector HALF = all(0.5f);
  private static final FloatVector P0 = all(Rational.P0);
  private static final FloatVector P1 = all(Rational.P1);
  private static final FloatVector P2 = all(Rational.P2);
  private static final FloatVector P3 = all(Rational.P3);
  private static final FloatVector P4 = all(Rational.P4);
  private static final FloatVector Q0 = all(Rational.Q0);
  private static final FloatVector Q1 = all(Rational.Q1);
  private static final FloatVector Q2 = all(Rational.Q2);
  private static final FloatVector Q3 = all(Rational.Q3);
  private static final FloatVector Q4 = all(Rational.Q4);

  private VectorRational() {}

  static FloatVector tanh(FloatVector x) {
    x = x.blend(BOUND, x.compare(VectorOperators.GT, BOUND));
    x = x.blend(MINUS_BOUND, x.compare(VectorOperators.LT, MINUS_BOUND));
    FloatVector y = x.mul(x);
    FloatVector p = P4.fma(y, P3).fma(y, P2).fma(y, P1).fma(y, P0);
    FloatVector q = Q4.fma(y, Q3).fma(y, Q2).fma(y, Q1).fma(y, Q0);
    return x.mul(p).div(q);
  }

  static FloatVector sigmoid(FloatVector x) {
    return tanh(x.mul(HALF)).fma(HALF, HALF);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
