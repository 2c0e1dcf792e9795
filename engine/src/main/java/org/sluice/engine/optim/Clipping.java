package org.sluice.engine.optim;

/** Bounds on a step, so that one steep place does not throw the parameters away. */
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

  /**
   * Moves every element of {@code gradient} into [-{@code bound}, {@code bound}]; what is not a
   * number stays so.
   */
  public static void byValue(float[] gradient, float bound) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Math.max(-bound, Math.min(bound, gradient[i]));
    }
  }

  /**
   * Shortens a step that has been done to a Euclidean length of {@code bound} where it is longer:
   * Kaldi's max-change, 2.0 for a minibatch there. A step that is not finite is left as it is.
   *
   * @param theta behind the step; changed
   * @param before what theta was before the step
   * @return the step's length before clipping
   */
  public static double byChange(float[] theta, float[] before, double bound) {
    double change = Math.sqrt(Sums.squaredDifferences(theta, before));
    if (change > bound && Double.isFinite(change)) {
      float scale = (float) (bound / change);
      for (int i = 0; i < theta.length; i++) {
        theta[i] = before[i] + scale * (theta[i] - before[i]);
      }
    }
    return change;
  }
}
