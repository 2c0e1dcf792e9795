package org.sluice.engine.train;

import java.io.Serializable;

/**
 * What a replica hands back after its local steps.
 *
 * @param theta its parameters, or its gradient where the plan asks for that; not used again by the
 *     trainer
 * @param optimizer the optimizer's state, laid out as its kind says; empty where it is reset at a
 *     sync
 * @param state the recurrent state behind its last step, worthless where the loss is not finite;
 *     empty for windowed sampling
 * @param labelled sum of target weights it trained on, n_i of the average
 * @param loss sum of weight times loss over the same targets
 * @param steps local steps done; fewer than K where the shard ran out or the loss ceased to be
 *     finite
 * @param gradientNorm greatest global norm of a step's gradient, before clipping
 */
public record LocalResult(
    float[] theta,
    float[] optimizer,
    float[] state,
    double labelled,
    double loss,
    int steps,
    double gradientNorm)
    implements Serializable {

  /** Whether its loss and all its parameters are; otherwise it has no place in an average. */
  public boolean isFinite() {
    if (!Double.isFinite(loss)) {
      return false;
    }
    for (float value : theta) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
