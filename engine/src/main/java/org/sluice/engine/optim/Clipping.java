package org.sluice.engine.optim;

/** Bounds on a step's gradient, so that one steep place does not throw the parameters away. */
public final class Clipping {
  private Clipping() {}

  /**
   * Scales {@code gradient} down to a Euclidean norm of {@code bound} where it is longer (Pascanu,
   * Mikolov and Bengio 2013). One that is not finite is left as it is, for the caller to see.
   *
   * @param bound above 0; infinity never clips
   * @return the norm before clipping
   */
  public static double byGlobalNorm(float[] gradient, double bound) {
    double norm = Math.sqrt(Sums.squares(gradient));
    if (norm > bound && Double.isFinite(norm)) {
      float scale = (float) (bound / norm);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= scale;
      }
    }
    return norm;
  }
}
