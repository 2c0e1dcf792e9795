package org.sluice.engine.optim;

/** The average itself: {@code theta = average}. */
public record PlainAverage() implements OuterOptimizer {
  @Override
  public int stateSize(int parameters) {
    return 0;
  }

  @Override
  public void step(
      float[] theta, float[] start, float[] average, float[] state, double rateFactor) {
    System.arraycopy(average, 0, theta, 0, theta.length);
  }
}
