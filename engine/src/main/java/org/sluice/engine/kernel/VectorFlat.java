package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.Kernels.UNITS;
import static org.sluice.engine.kernel.VectorKernels.LANES;
import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The methods of {@link VectorKernels} on flat stretches of any length. What is left over behind
 * the last whole vector is done one by one: masks cost more than they save.
 */
final class VectorFlat {
  private VectorFlat() {}

  static float greatest(int width, float[] x, int at) {
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector most = lowest;
    FloatVector other = lowest; // two chains: one alone would wait for itself
    int j = 0;
    for (; j + 2 * LANES <= width; j += 2 * LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, x, at + j));
      other = other.max(FloatVector.fromArray(SPECIES, x, at + j + LANES));
    }
    most = most.max(other);
    // a greatest one has no order of its own, unlike a sum
    float greatest = most.reduceLanes(VectorOperators.MAX);
    for (; j < width; j++) {
      greatest = Math.max(greatest, x[at + j]);
    }
    return greatest;
  }

  static void exponentials(
      int width, float[] x, int xAt, float shift, float[] e, int eAt, float[] partials) {
    FloatVector low = FloatVector.zero(SPECIES);
    FloatVector high = FloatVector.zero(SPECIES);
    FloatVector by = FloatVector.broadcast(SPECIES, shift);
    int j = 0;
    for (; j + UNITS <= width; j += UNITS) {
      FloatVector first = exponential(x, xAt + j, by, e, eAt + j);
      low = low.add(first);
      if (LANES < UNITS) {
        high = high.add(exponential(x, xAt + j + LANES, by, e, eAt + j + LANES));
      }
    }
    low.intoArray(partials, 0);
    if (LANES < UNITS) {
      high.intoArray(partials, LANES);
    }
    for (int p = 0; j < width; j++, p++) {
      e[eAt + j] = Exponential.exp(x[xAt + j] - shift);
      partials[p] += e[eAt + j];
    }
  }

  private static FloatVector exponential(float[] x, int xAt, FloatVector by, float[] e, int eAt) {
    FloatVector value = VectorExponential.exp(FloatVector.fromArray(SPECIES, x, xAt).sub(by));
    value.intoArray(e, eAt);
    return value;
  }

  static void adam(
      int n,
      float[] theta,
      float[] g,
      float[] state,
      float take1,
      float take2,
      float step,
      float correction,
      float epsilon) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
      FloatVector m = FloatVector.fromArray(SPECIES, state, i);
      FloatVector v = FloatVector.fromArray(SPECIES, state, n + i);
      m = gradient.sub(m).fma(FloatVector.broadcast(SPECIES, take1), m);
      v = gradient.mul(gradient).sub(v).fma(FloatVector.broadcast(SPECIES, take2), v);
      m.intoArray(state, i);
      v.intoArray(state, n + i);
      FloatVector below = v.sqrt().mul(correction).add(epsilon);
      FloatVector.fromArray(SPECIES, theta, i).sub(m.mul(step).div(below)).intoArray(theta, i);
    }
    for (; i < n; i++) {
      ScalarKernels.adam(i, n, theta, g, state, take1, take2, step, correction, epsilon);
    }
  }
}
