package org.sluice.engine.optim;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011) as torch.optim.Adagrad defines it, without a decay of its
 * own:
 *
 * <pre>
 * g = gradient + weightDecay * theta
 * s = s + g²
 * theta = theta - rate * g / (sqrt(s) + epsilon)
 * </pre>
 *
 * Its state is s.
 */
final class AdaGrad implements Optimizer {
  private final float rate;
  private final float epsilon;
  private final float weightDecay;

  AdaGrad(OptimizerSettings settings, double rate) {
    this.rate = (float) rate;
    epsilon = (float) settings.epsilon();
    weightDecay = (float) settings.weightDecay();
  }

  @Override
  public int stateSize(int parameters) {
    return parameters;
  }

  @Override
  public void step(float[] theta, float[] gradient, float[] state) {
    L2.addTo(gradient, theta, weightDecay);
    for (int i = 0; i < theta.length; i++) {
      float g = gradient[i];
      float sum = state[i] + g * g;
      state[i] = sum;
      theta[i] -= rate * g / ((float) Math.sqrt(sum) + epsilon);
    }
  }
}
