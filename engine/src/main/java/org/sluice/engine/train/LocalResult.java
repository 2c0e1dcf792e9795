package org.sluice.engine.train;

import java.io.Serializable;
import org.sluice.engine.base.Draws;
import org.sluice.engine.params.Int16;

/**
 * What a replica hands back after its local steps.
 *
 * @param theta its parameters, or its gradient where the plan asks for that; not used again by the
 *     trainer
 * @param rounded in place of theta, its difference from the start of the round or, of a gradient,
 *     itself in 16 bits a number; of no numbers where theta is handed back
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
    Int16 rounded,
    float[] optimizer,
    float[] state,
    double labelled,
    double loss,
    int steps,
    double gradientNorm)
    implements Serializable {
  private static final float[] NONE = {};

  /** A result whose parameters or gradient are handed back as they are. */
  public LocalResult(
      float[] theta,
      float[] optimizer,
      float[] state,
      double labelled,
      double loss,
      int steps,
      double gradientNorm) {
    this(theta, Int16.NONE, optimizer, state, labelled, loss, steps, gradientNorm);
  }

  /**
   * The same in half the bytes. One that is not finite hands back none of its parameters, and a
   * loss that is not a number.
   *
   * @param from what theta is measured from, read only; of no numbers for zero
   */
  public LocalResult inSixteenBits(float[] from, Draws draws) {
    boolean finite = isFinite();
    return new LocalResult(
        NONE,
        finite ? Int16.ofDifference(theta, from, draws) : Int16.NONE,
        optimizer,
        state,
        labelled,
        finite ? loss : Double.NaN,
        steps,
        gradientNorm);
  }

  /** What is averaged: theta, or its difference where that was rounded. Not to be written to. */
  float[] vector() {
    return rounded.size() == 0 ? theta : rounded.floats();
  }

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
