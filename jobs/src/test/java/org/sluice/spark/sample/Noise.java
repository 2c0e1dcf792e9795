package org.sluice.spark.sample;

import org.sluice.engine.base.Draws;

/** Series of random numbers that are the same on every machine. */
final class Noise {
  private static final long SEED = 2024;

  private final Draws draws;

  private Noise(Draws draws) {
    this.draws = draws;
  }

  /** The noise called {@code what} of pump {@code pump}; 0 is the whole fleet's. */
  static Noise of(int pump, String what) {
    Draws draws = Draws.of(SEED, Draws.Purpose.SAMPLE).at(pump);
    for (int i = 0; i < what.length(); i++) {
      draws = draws.at(what.charAt(i));
    }
    return new Noise(draws);
  }

  /** Uniform in [least, most). */
  double between(long i, double least, double most) {
    return least + (most - least) * draws.uniform(i);
  }

  boolean happens(long i, double probability) {
    return draws.uniform(i) < probability;
  }

  /** Standard normal (Box and Muller 1958). */
  double normal(long i) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - draws.uniform(2 * i)));
    return radius * StrictMath.cos(2 * StrictMath.PI * draws.uniform(2 * i + 1));
  }

  /**
   * A stationary AR(1) process of standard deviation {@code spread}, which forgets over {@code
   * memory} steps.
   */
  double[] wandering(int steps, double spread, double memory) {
    double keep = StrictMath.exp(-1 / memory);
    double push = spread * StrictMath.sqrt(1 - keep * keep);
    double[] values = new double[steps];
    double value = spread * normal(0);
    for (int t = 0; t < steps; t++) {
      values[t] = value;
      value = keep * value + push * normal(t + 1);
    }
    return values;
  }
}
