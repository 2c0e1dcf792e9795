package org.sluice.engine.optim;

/**
 * RMSProp (Tieleman and Hinton 2012) as torch.optim.RMSprop defines it, not centred:
 *
 * <pre>
 * g = gradient + weightDecay * theta
 * v = beta2 * v + (1 - beta2) * g²
 * u = g / (sqrt(v) + epsilon)                  without momentum
 * u = momentum * u + g / (sqrt(v) + epsilon)   with momentum
 * theta = theta - rate * u
 * </pre>
 *
 * Its state is v and, with momentum, u.
 */
final class RmsProp implements Optimizer {
  private final float keep; // beta2
  private final float take; // 1 - beta2
  private final float rate;
  private final float momentum;
  private final float epsilon;
  private final float weightDecay;

  RmsProp(OptimizerSettings settings, double rate) {
    keep = (float) settings.beta2();
    take = (float) (1 - settings.beta2());
    this.rate = (float) rate;
    momentum = (float) settings.momentum();
    epsilon = (float) settings.epsilon();
    weightDecay = (float) settings.weightDecay();
  }

  @Override
  public int stateSize(int parameters) {
    return momentum == 0 ? parameters : 2 * parameters;
  }

  @Override
  public void step(float[] theta, float[] gradient, float[] state) {
    L2.addTo(gradient, theta, weightDecay);
    normalise(gradient, state);
    if (momentum != 0) {
      accumulate(gradient, state);
    }
    for (int i = 0; i < theta.length; i++) {
      theta[i] -= rate * gradient[i];
    }
  }

  /** Adds the gradient to v and divides it by v's root. */
  private void normalise(float[] gradient, float[] v) {
    for (int i = 0; i < gradient.length; i++) {
      float g = gradient[i];
      float square = keep * v[i] + take * (g * g);
      v[i] = square;
      gradient[i] = g / ((float) Math.sqrt(square) + epsilon);
    }
  }

  /** The gradient, divided, becomes the velocity u, which lies behind v. */
  private void accumulate(float[] gradient, float[] state) {
    int n = gradient.length;
    for (int i = 0; i < n; i++) {
      float velocity = momentum * state[n + i] + gradient[i];
      state[n + i] = velocity;
      gradient[i] = velocity;
    }
  }
}
