package org.sluice.engine.optim;

import org.sluice.engine.base.Require;

/**
 * Blockwise model-update filtering (BMUF; Chen and Huo 2016): a round's update is a gradient of its
 * own, filtered by a momentum from round to round.
 *
 * <pre>
 * G = average - start
 * D = momentum * D + rate * G
 * theta = theta + D
 * start = theta                  classical
 * start = theta + momentum * D   looking ahead (Nesterov)
 * </pre>
 *
 * Its state is D. Theta is computed as the average and what is to be added to it, so that without
 * momentum and at a rate of 1 it is the average to the bit.
 *
 * @param momentum 1 - 1/N makes up for the averaging over N replicas
 */
public record BlockMomentum(double momentum, double rate, boolean looksAhead)
    implements OuterOptimizer {
  public BlockMomentum {
    Require.between("training.averaging.momentum", momentum, 0, 0.9999);
    Require.above("training.averaging.rate", rate, 0);
  }

  @Override
  public int stateSize(int parameters) {
    return parameters;
  }

  @Override
  public void step(
      float[] theta, float[] start, float[] average, float[] state, double rateFactor) {
    for (int i = 0; i < theta.length; i++) {
      double update = (double) average[i] - start[i];
      double kept = momentum * state[i];
      double beside = ((double) theta[i] - start[i]) + (rate - 1) * update + kept;
      state[i] = (float) (kept + rate * update);
      theta[i] = beside == 0 ? average[i] : (float) (average[i] + beside);
    }
  }

  @Override
  public float[] start(float[] theta, float[] state) {
    if (!looksAhead) {
      return theta;
    }
    float[] ahead = new float[theta.length];
    for (int i = 0; i < theta.length; i++) {
      double way = momentum * state[i];
      ahead[i] = way == 0 ? theta[i] : (float) (theta[i] + way);
    }
    return ahead;
  }
}
