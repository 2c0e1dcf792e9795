package org.sluice.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.base.Require;

/**
 * The average of replicas, each weighted by its labelled targets: avg = Σ n_i θ_i / Σ n_i in
 * double, the optimizer's state alike where it is kept.
 *
 * <p>Replicas are added in the order of their index, always: floating-point sums depend on their
 * order, so results added as they arrive would give other bits in each run. A replica that trained
 * on nothing is left out; so is one whose loss or parameters are not finite, and it is counted.
 * With one replica the average is that replica's parameters, bit for bit.
 */
public final class ParameterAverager {
  private final List<Integer> nonFinite = new ArrayList<>();
  private double[] theta;
  private double[] optimizer;
  private double labelled;
  private double loss;
  private int added;
  private int used;

  /** Adds the next replica's result; its arrays are read and not kept. */
  public void add(LocalResult result) {
    int replica = added++;
    if (result.labelled() == 0) {
      return;
    }
    if (!result.isFinite()) {
      nonFinite.add(replica);
      return;
    }
    double n = result.labelled();
    theta = accumulate("theta", theta, result.vector(), n);
    optimizer = accumulate("optimizer state", optimizer, result.optimizer(), n);
    labelled += n;
    loss += result.loss();
    used++;
  }

  /** Replicas that the average is made of. */
  public int used() {
    return used;
  }

  /** Indices of the replicas left out because their loss or parameters are not finite. */
  public List<Integer> nonFinite() {
    return List.copyOf(nonFinite);
  }

  /** Training loss and labelled targets of the replicas that the average is made of. */
  public Score score() {
    return new Score(loss, labelled);
  }

  /**
   * The average parameters, a new array.
   *
   * @throws IllegalStateException where no replica is to be averaged
   */
  public float[] average() {
    return divide(theta);
  }

  /** The average of the optimizers' states, a new array; empty where they are not kept. */
  public float[] averageOptimizer() {
    return divide(optimizer);
  }

  private float[] divide(double[] sums) {
    if (used == 0) {
      throw new IllegalStateException(
          "no replica to average: of " + added + " " + nonFinite.size() + " are not finite");
    }
    float[] average = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      average[i] = (float) (sums[i] / labelled);
    }
    return average;
  }

  /** The first replica sets the sums rather than adding to zero: that would lose the sign of -0. */
  private static double[] accumulate(String what, double[] sums, float[] values, double n) {
    if (sums == null) {
      double[] first = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        first[i] = n * values[i];
      }
      return first;
    }
    Require.that(
        values.length == sums.length,
        "%s of all replicas must have %d floats, got %d",
        what,
        sums.length,
        values.length);
    for (int i = 0; i < values.length; i++) {
      sums[i] += n * values[i];
    }
    return sums;
  }
}
