package org.sluice.engine.train;

import java.io.Serializable;
import org.sluice.engine.base.Require;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerSettings;

/**
 * How every replica of a training works between two averagings.
 *
 * @param localSteps K, steps of a replica between two averagings
 * @param optimizer of the local steps; a task says what its rate is multiplied by
 * @param keepOptimizer whether the optimizer's state outlives a sync; otherwise it starts from zero
 *     in each run
 * @param gradients whether a run hands back the gradient of its one step in place of parameters,
 *     for the driver to go down their average
 */
public record LocalPlan(
    int localSteps,
    OptimizerSettings optimizer,
    ClipSettings clip,
    Loss loss,
    boolean keepOptimizer,
    boolean gradients)
    implements Serializable {
  public LocalPlan {
    Require.atLeast("training.localSteps", localSteps, 1);
    Require.that(
        localSteps == 1 || !gradients,
        "training.localSteps must be 1 where training.averaging is gradient, got %d",
        localSteps);
  }

  /** A plan whose runs hand back parameters. */
  public LocalPlan(
      int localSteps,
      OptimizerSettings optimizer,
      ClipSettings clip,
      Loss loss,
      boolean keepOptimizer) {
    this(localSteps, optimizer, clip, loss, keepOptimizer, false);
  }

  /** Floats of optimizer state that a replica of so many parameters hands back. */
  public int keptState(int parameters) {
    return keepOptimizer ? optimizer.optimizer(optimizer.rate()).stateSize(parameters) : 0;
  }
}
