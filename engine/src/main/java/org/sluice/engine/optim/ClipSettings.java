package org.sluice.engine.optim;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * Bounds on a step, each on its own; infinity for none.
 *
 * @param norm of the gradient's global norm
 * @param value of each element of the gradient, behind {@code norm}
 * @param recurrence of each element of the gradient of the pre-activations, inside the recurrence:
 *     for the cells to apply, at every time step
 * @param change of the Euclidean length of the parameters' step, {@link Clipping#byChange}
 */
public record ClipSettings(double norm, double value, double recurrence, double change)
    implements Serializable {
  private static final double OFF = Double.POSITIVE_INFINITY;

  /** Clips nothing. */
  public static final ClipSettings NONE = new ClipSettings(OFF, OFF, OFF, OFF);

  /** Bounds the global norm alone. */
  public static ClipSettings byNorm(double norm) {
    return new ClipSettings(norm, OFF, OFF, OFF);
  }

  public ClipSettings {
    bound("training.clip.norm", norm);
    bound("training.clip.value", value);
    bound("training.clip.recurrence", recurrence);
    bound("training.clip.change", change);
  }

  /**
   * Clips a gradient by norm, then by value.
   *
   * @return its norm before either
   */
  public double clip(float[] gradient) {
    double before = Clipping.byGlobalNorm(gradient, norm);
    if (value < OFF) {
      Clipping.byValue(gradient, (float) value);
    }
    return before;
  }

  /** Whether a step's length is bounded, so that the parameters before it must be kept. */
  public boolean boundsChange() {
    return change < OFF;
  }

  private static void bound(String setting, double bound) {
    Require.that(bound > 0, "%s must be above 0, got %s", setting, bound);
  }
}
