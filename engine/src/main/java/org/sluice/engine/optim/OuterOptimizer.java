package org.sluice.engine.optim;

/**
 * What the driver makes of a round: from the average of what the replicas came to, the next
 * parameters and where the replicas start from. Immutable, as {@link Optimizer} is: what it
 * remembers lies in a flat array of the caller's, all zero at the start.
 */
public interface OuterOptimizer {
  /** Floats of state for that many parameters, padding included. */
  int stateSize(int parameters);

  /**
   * One sync.
   *
   * @param theta parameters so far; receives the next ones, those to validate and keep
   * @param start what the replicas of this round started from; read only
   * @param average what they came to, weighted by their targets; worthless afterwards
   * @param state of {@link #stateSize} floats; changed
   * @param rateFactor what a {@link Schedule} multiplies learning rates by
   */
  void step(float[] theta, float[] start, float[] average, float[] state, double rateFactor);

  /**
   * What the replicas of the next round start from: theta itself, unless the optimizer looks ahead
   * of it.
   */
  default float[] start(float[] theta, float[] state) {
    return theta;
  }

  /** Whether replicas are to hand back gradients of one step instead of parameters. */
  default boolean takesGradients() {
    return false;
  }
}
