package org.sluice.spark.train;

import org.sluice.engine.base.Require;

/**
 * How the local steps K of a round change from epoch to epoch: a pure function of the validation
 * losses, so that a checkpoint that holds them holds all that it remembers.
 *
 * @param gamma LOSS: what K is multiplied by where the loss does not make it smaller, rounded down
 * @param least LOSS: what K does not fall below
 */
public record LocalStepsSchedule(Kind kind, double gamma, int least) {

  /** The ways. */
  public enum Kind {
    /** K stays. */
    CONSTANT,
    /**
     * After AdaComm (Wang and Joshi 2019, arXiv 1810.08313): K = ceil(sqrt(F / F_1) K_1), where F
     * is the newest validation loss and F_1 that of the first epoch; K never rises.
     */
    LOSS
  }

  public LocalStepsSchedule {
    Require.between("training.localStepsSchedule.gamma", gamma, 0, 1);
    Require.atLeast("training.localStepsSchedule.least", least, 1);
  }

  boolean isConstant() {
    return kind == Kind.CONSTANT;
  }

  /**
   * K of the next epoch.
   *
   * @param first K of the first epoch
   * @param losses validation losses so far
   */
  int steps(int first, double[] losses) {
    if (isConstant()) {
      return first;
    }
    int steps = first;
    for (int epoch = 1; epoch < losses.length; epoch++) {
      double wanted = Math.ceil(Math.sqrt(losses[epoch] / losses[0]) * first);
      double next = wanted < steps ? wanted : Math.floor(gamma * steps); // so for NaN too
      steps = (int) Math.max(next, least);
    }
    return steps;
  }
}
