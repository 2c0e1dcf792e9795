package org.sluice.engine.optim;

/**
 * Another outer optimizer, behind a bound on the Euclidean length of a round's update, average -
 * start, which is shortened where it is longer.
 */
public record BoundedUpdate(OuterOptimizer outer, double bound) implements OuterOptimizer {
  @Override
  public int stateSize(int parameters) {
    return outer.stateSize(parameters);
  }

  @Override
  public void step(
      float[] theta, float[] start, float[] average, float[] state, double rateFactor) {
    Clipping.byChange(average, start, bound);
    outer.step(theta, start, average, state, rateFactor);
  }

  @Override
  public float[] start(float[] theta, float[] state) {
    return outer.start(theta, state);
  }
}
