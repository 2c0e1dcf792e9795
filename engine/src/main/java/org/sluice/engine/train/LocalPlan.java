package org.sluice.engine.train;

import java.io.Serializable;
import org.sluice.engine.base.Require;
import org.sluice.engine.optim.Optimizer;
import org.sluice.engine.optim.Sgd;

/**
 * How every replica of a training works between two averagings.
 *
 * @param localSteps K, steps of a replica between two averagings
 * @param rate learning rate of SGD
 * @param momentum of SGD, 0 for none
 * @param clipNorm bound on the global norm of a step's gradient; infinity for none
 * @param keepOptimizer whether the optimizer's state outlives a sync; otherwise it starts from zero
 *     in each run
 */
public record LocalPlan(
    int localSteps, double rate, double momentum, double clipNorm, boolean keepOptimizer)
    implements Serializable {
  public LocalPlan {
    Require.atLeast("training.localSteps", localSteps, 1);
    Require.above("training.optimizer.rate", rate, 0);
    Require.between("training.optimizer.momentum", momentum, 0, 0.9999);
    Require.that(clipNorm > 0, "training.clip.norm must be above 0, got %s", clipNorm);
  }

  Optimizer optimizer() {
    return new Sgd(rate, momentum);
  }
}
