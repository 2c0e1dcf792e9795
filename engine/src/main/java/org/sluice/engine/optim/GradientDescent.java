package org.sluice.engine.optim;

import java.util.List;
import org.sluice.engine.params.Block;

/**
 * Synchronous gradient descent: replicas hand back the gradient of one step each, and the driver
 * goes one {@link Descent} down their average. Its state is the optimizer's.
 *
 * @param frozen blocks that stay as they are
 */
public record GradientDescent(OptimizerSettings settings, ClipSettings clip, List<Block> frozen)
    implements OuterOptimizer {
  public GradientDescent {
    frozen = List.copyOf(frozen);
  }

  @Override
  public int stateSize(int parameters) {
    return settings.optimizer().stateSize(parameters);
  }

  @Override
  public void step(
      float[] theta, float[] start, float[] average, float[] state, double rateFactor) {
    Descent descent = new Descent(settings, clip, frozen, theta.length);
    descent.step(descent.optimizer(rateFactor), theta, average, state);
  }

  @Override
  public boolean takesGradients() {
    return true;
  }
}
