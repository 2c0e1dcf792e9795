package org.sluice.engine.optim;

/** The optimizers; {@link OptimizerSettings} says which settings each reads. */
public enum OptimizerKind {
  /** {@link Sgd}, with momentum where that is not 0. */
  SGD,
  /** {@link Sgd} with Nesterov's momentum. */
  NESTEROV,
  /** {@link Adam}, the weight decay added to the gradient. */
  ADAM,
  /** {@link Adam}, the weights decayed beside the step. */
  ADAMW,
  /** {@link RmsProp}. */
  RMSPROP,
  /** {@link AdaGrad}. */
  ADAGRAD
}
