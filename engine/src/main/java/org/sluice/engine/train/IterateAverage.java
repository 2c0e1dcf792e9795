package org.sluice.engine.train;

import org.sluice.engine.base.Require;

/**
 * The mean of the parameters behind several rounds (Polyak and Juditsky 1992): sums in double, in
 * the order of the rounds. One thread at a time.
 */
public final class IterateAverage {
  private double[] sums;
  private long rounds;

  private IterateAverage(double[] sums, long rounds) {
    this.sums = sums;
    this.rounds = rounds;
  }

  /** The mean of nothing yet. */
  public static IterateAverage empty() {
    return new IterateAverage(new double[0], 0);
  }

  /** As another one left {@link #sums} and {@link #rounds}; takes the array over. */
  public static IterateAverage of(double[] sums, long rounds) {
    Require.that(
        rounds >= 0 && rounds == 0 == (sums.length == 0),
        "the sums of %d rounds of parameters cannot have %d numbers",
        rounds,
        sums.length);
    return new IterateAverage(sums, rounds);
  }

  /** Takes in the parameters behind one more round, which are read and not kept. */
  public void add(float[] theta) {
    if (rounds++ == 0) {
      sums = new double[theta.length];
      for (int i = 0; i < theta.length; i++) {
        sums[i] = theta[i]; // adding it to zero would lose the sign of -0
      }
      return;
    }
    for (int i = 0; i < theta.length; i++) {
      sums[i] += theta[i];
    }
  }

  /** A new array; of one round its parameters to the bit. */
  public float[] mean() {
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / rounds);
    }
    return mean;
  }

  /** Rounds taken in. */
  public long rounds() {
    return rounds;
  }

  /** Not a copy: the next {@link #add} changes it. */
  public double[] sums() {
    return sums;
  }
}
