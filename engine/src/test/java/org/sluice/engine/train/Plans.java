package org.sluice.engine.train;

import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;

/** Plans to test with. */
final class Plans {
  private Plans() {}

  /** SGD on the squared error, the gradient's norm bounded. */
  static LocalPlan sgd(int localSteps, double rate, double momentum, double norm, boolean keep) {
    OptimizerSettings sgd =
        OptimizerSettings.of(OptimizerKind.SGD).withRate(rate).withMomentum(momentum);
    return new LocalPlan(localSteps, sgd, ClipSettings.byNorm(norm), new SquaredError(), keep);
  }
}
