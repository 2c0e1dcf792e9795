package org.sluice.engine.loss;

import java.io.Serializable;

/**
 * What training makes small: the mean over all targets, each counted by its weight, of how far the
 * outputs are from it. Immutable, shared by all threads.
 *
 * <p>R rows (time steps times sequences, or only the last step of each) have O outputs a row and
 * {@link #targets} targets; where a target's weight is 0 it is left out, and what its output and
 * target hold does not matter, not even where they are not numbers.
 */
public sealed interface Loss extends Serializable
    permits ElementwiseLoss, QuantileLoss, CrossEntropy {
  /** Targets of a row of that many outputs; as many weights. */
  int targets(int outputs);

  /**
   * Both passes at once: the mean's gradient is known as soon as the loss is.
   *
   * @param outputs O
   * @param y outputs, [R, O]
   * @param target [R, targets]
   * @param weight [R, targets], 0 or above
   * @param dy receives the gradient of the weighted mean, [R, O]; zero where every weight is
   * @return sum of weight times loss, in double and in order; the mean divides it by the sum of the
   *     weights
   */
  double forward(int outputs, float[] y, float[] target, float[] weight, float[] dy);
}
