package org.sluice.engine.optim;

/**
 * A rule that moves parameters against their gradient. Immutable: what it remembers from step to
 * step lies in a flat array of the caller's, all zero at the start, so that it can be averaged,
 * stored and taken up again like parameters. Where parameter, gradient and state are zero they stay
 * zero, as padding must.
 */
public interface Optimizer {
  /** Floats of state for that many parameters, padding included. */
  int stateSize(int parameters);

  /**
   * One step: changes {@code theta} and {@code state}; {@code gradient} is worthless afterwards.
   *
   * @param state of {@link #stateSize} floats
   */
  void step(float[] theta, float[] gradient, float[] state);
}
