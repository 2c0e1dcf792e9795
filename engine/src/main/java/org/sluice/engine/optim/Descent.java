package org.sluice.engine.optim;

import java.util.Arrays;
import java.util.List;
import org.sluice.engine.params.Block;

/**
 * One whole step down a gradient: frozen parameters left out, the gradient clipped, the optimizer,
 * the change bounded. Keeps a buffer: one thread at a time.
 */
public final class Descent {
  private final OptimizerSettings settings;
  private final ClipSettings clip;
  private final List<Block> frozen;
  private final float[] before; // parameters before a step; empty where nobody asks for them

  /**
   * @param parameters in the flat vector, padding included
   * @param frozen blocks that stay as they are
   */
  public Descent(
      OptimizerSettings settings, ClipSettings clip, List<Block> frozen, int parameters) {
    this.settings = settings;
    this.clip = clip;
    this.frozen = List.copyOf(frozen);
    boolean keeps = clip.boundsChange() || !frozen.isEmpty();
    before = new float[keeps ? parameters : 0];
  }

  /** The optimizer at the rate of a schedule. */
  public Optimizer optimizer(double rateFactor) {
    return settings.optimizer(settings.rate() * rateFactor);
  }

  /**
   * Changes theta and the optimizer's state.
   *
   * @param gradient worthless afterwards
   * @return the gradient's norm before clipping
   */
  public double step(Optimizer optimizer, float[] theta, float[] gradient, float[] state) {
    System.arraycopy(theta, 0, before, 0, before.length);
    for (Block block : frozen) {
      Arrays.fill(gradient, block.offset(), block.offset() + block.size(), 0);
    }
    double norm = clip.clip(gradient);
    optimizer.step(theta, gradient, state);
    for (Block block : frozen) { // an optimizer may move what has no gradient
      System.arraycopy(before, block.offset(), theta, block.offset(), block.size());
    }
    if (clip.boundsChange()) {
      Clipping.byChange(theta, before, clip.change());
    }
    return norm;
  }
}
