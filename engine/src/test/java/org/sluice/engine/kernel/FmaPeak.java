package org.sluice.engine.kernel;

import static org.sluice.engine.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The most that a core can multiply and add: 12 sums in registers and nothing else, on the vectors
 * of {@link VectorKernels}.
 */
public final class FmaPeak {
  private static final int STEPS = 100_000;
  private static final int SUMS = 12;

  private static float kept;

  private FmaPeak() {}

  /** Billions of operations a second, the best of {@code tries} tries of some milliseconds each. */
  public static double gflops(int tries) {
    double best = 0;
    for (int i = 0; i < tries; i++) {
      long start = System.nanoTime();
      for (int r = 0; r < 10; r++) {
        kept += sums(STEPS);
      }
      double operations = 10.0 * STEPS * SUMS * SPECIES.length() * 2;
      best = Math.max(best, operations / (System.nanoTime() - start));
    }
    return best;
  }

  private static float sums(int steps) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector y = FloatVector.broadcast(SPECIES, 1e-3f + kept * 1e-30f);
    FloatVector c0 = y;
    FloatVector c1 = y;
    FloatVector c2 = y;
    FloatVector c3 = y;
    FloatVector c4 = y;
    FloatVector c5 = y;
    FloatVector c6 = y;
    FloatVector c7 = y;
    FloatVector c8 = y;
    FloatVector c9 = y;
    FloatVector c10 = y;
    FloatVector c11 = y;
    for (int k = 0; k < steps; k++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
      c10 = c10.fma(x, y);
      c11 = c11.fma(x, y);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7);
    FloatVector high = c8.add(c9).add(c10).add(c11);
    return low.add(high).lane(0);
  }
}
