package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.base.Draws;
import org.sluice.engine.params.Block;

/**
 * Weight drop (Merity et al. 2018): recurrent weights left out at random, the same ones for all
 * steps and rows of a batch, the others scaled so that their expectation stays.
 */
final class WeightDrop {

  /** A block of weights and the rate at which they are left out. */
  record Target(Block block, double rate) {}

  private final List<Target> targets;
  private final List<float[]> factors = new ArrayList<>(); // 0 or 1 / (1 - rate)
  private final float[] thinned;

  /**
   * @param size of the flat vector
   */
  WeightDrop(List<Target> targets, int size) {
    this.targets = targets;
    targets.forEach(target -> factors.add(new float[target.block().size()]));
    thinned = new float[targets.isEmpty() ? 0 : size];
  }

  /** A copy of {@code theta} with weights left out; theta itself where there is nothing to do. */
  float[] thin(float[] theta, Draws draws) {
    if (targets.isEmpty()) {
      return theta;
    }
    System.arraycopy(theta, 0, thinned, 0, theta.length);
    for (int k = 0; k < targets.size(); k++) {
      thin(targets.get(k), factors.get(k), draws.at(k));
    }
    return thinned;
  }

  private void thin(Target target, float[] factor, Draws draws) {
    float rate = (float) target.rate();
    int at = target.block().offset();
    for (int i = 0; i < factor.length; i++) {
      factor[i] = draws.uniform(i) < rate ? 0 : 1 / (1 - rate);
      thinned[at + i] *= factor[i];
    }
  }

  /** From the thinned weights' gradient to that of the weights. */
  void gradient(float[] gradient) {
    for (int k = 0; k < targets.size(); k++) {
      float[] factor = factors.get(k);
      int at = targets.get(k).block().offset();
      for (int i = 0; i < factor.length; i++) {
        gradient[at + i] *= factor[i];
      }
    }
  }
}
