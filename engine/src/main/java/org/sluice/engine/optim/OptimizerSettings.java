package org.sluice.engine.optim;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * Which optimizer, and how it is set. A setting that a kind does not read has no effect on it.
 *
 * @param rate learning rate that a {@link Schedule} multiplies, above 0
 * @param momentum of SGD (0 for none), NESTEROV (above 0) and RMSPROP (0 for none)
 * @param beta1 decay of the mean gradient in ADAM and ADAMW
 * @param beta2 decay of the mean square in ADAM and ADAMW; RMSPROP's is the one PyTorch calls alpha
 * @param epsilon added to the root of the squares in ADAM, ADAMW, RMSPROP and ADAGRAD, above 0 so
 *     that padding stays zero
 * @param weightDecay L2 penalty: weightDecay * theta is added to the gradient, behind clipping; in
 *     ADAMW theta shrinks by rate * weightDecay beside the step instead
 */
public record OptimizerSettings(
    OptimizerKind kind,
    double rate,
    double momentum,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay)
    implements Serializable {
  public OptimizerSettings {
    Require.above("training.optimizer.rate", rate, 0);
    Require.between("training.optimizer.momentum", momentum, 0, 0.9999);
    Require.that(
        kind != OptimizerKind.NESTEROV || momentum > 0,
        "training.optimizer.momentum must be above 0 for nesterov, got %s; use sgd without one",
        momentum);
    Require.between("training.optimizer.beta1", beta1, 0, 0.999999);
    Require.between("training.optimizer.beta2", beta2, 0, 0.999999);
    Require.between("training.optimizer.epsilon", epsilon, 1e-30, 1);
    Require.between("training.optimizer.weightDecay", weightDecay, 0, 1);
  }

  /** PyTorch's defaults, except for NESTEROV's momentum, which has none there: 0.9. */
  public static OptimizerSettings of(OptimizerKind kind) {
    return switch (kind) {
      case SGD -> new OptimizerSettings(kind, 1e-3, 0, 0.9, 0.999, 1e-8, 0);
      case NESTEROV -> new OptimizerSettings(kind, 1e-3, 0.9, 0.9, 0.999, 1e-8, 0);
      case ADAM -> new OptimizerSettings(kind, 1e-3, 0, 0.9, 0.999, 1e-8, 0);
      case ADAMW -> new OptimizerSettings(kind, 1e-3, 0, 0.9, 0.999, 1e-8, 0.01);
      case RMSPROP -> new OptimizerSettings(kind, 1e-2, 0, 0.9, 0.99, 1e-8, 0);
      case ADAGRAD -> new OptimizerSettings(kind, 1e-2, 0, 0.9, 0.999, 1e-10, 0);
    };
  }

  public OptimizerSettings withRate(double newRate) {
    return new OptimizerSettings(kind, newRate, momentum, beta1, beta2, epsilon, weightDecay);
  }

  public OptimizerSettings withMomentum(double newMomentum) {
    return new OptimizerSettings(kind, rate, newMomentum, beta1, beta2, epsilon, weightDecay);
  }

  public OptimizerSettings withWeightDecay(double newDecay) {
    return new OptimizerSettings(kind, rate, momentum, beta1, beta2, epsilon, newDecay);
  }

  /** The optimizer at this record's own rate. */
  public Optimizer optimizer() {
    return optimizer(rate);
  }

  /**
   * The optimizer at the rate a schedule asks for; its state is the same at every rate, so that one
   * taken up by another goes on.
   *
   * @param scheduled 0 or above; at 0 parameters stay as they are
   */
  public Optimizer optimizer(double scheduled) {
    Require.between("learning rate", scheduled, 0, Double.MAX_VALUE);
    return switch (kind) {
      case SGD -> new Sgd(scheduled, momentum, false, weightDecay);
      case NESTEROV -> new Sgd(scheduled, momentum, true, weightDecay);
      case ADAM, ADAMW -> new Adam(this, scheduled);
      case RMSPROP -> new RmsProp(this, scheduled);
      case ADAGRAD -> new AdaGrad(this, scheduled);
    };
  }
}
