package org.sluice.engine.optim;

import org.sluice.engine.base.Require;

/**
 * Stochastic gradient descent as torch.optim.SGD defines it, with momentum (Polyak 1964) or
 * Nesterov's (Sutskever et al. 2013):
 *
 * <pre>
 * g = gradient + weightDecay * theta
 * v = momentum * v + g
 * theta = theta - rate * v                     plain and with momentum
 * theta = theta - rate * (g + momentum * v)    Nesterov
 * </pre>
 *
 * Its state is v; without momentum there is none.
 */
public final class Sgd implements Optimizer {
  private final float rate;
  private final float momentum;
  private final boolean nesterov;
  private final float weightDecay;

  public Sgd(double rate, double momentum) {
    this(Require.above("training.optimizer.rate", rate, 0), momentum, false, 0);
    Require.between("training.optimizer.momentum", momentum, 0, 0.9999);
  }

  Sgd(double rate, double momentum, boolean nesterov, double weightDecay) {
    this.rate = (float) rate;
    this.momentum = (float) momentum;
    this.nesterov = nesterov;
    this.weightDecay = (float) weightDecay;
  }

  @Override
  public int stateSize(int parameters) {
    return momentum == 0 ? 0 : parameters;
  }

  @Override
  public void step(float[] theta, float[] gradient, float[] state) {
    L2.addTo(gradient, theta, weightDecay);
    if (momentum == 0) {
      plain(theta, gradient);
    } else if (nesterov) {
      withNesterov(theta, gradient, state);
    } else {
      withMomentum(theta, gradient, state);
    }
  }

  private void plain(float[] theta, float[] gradient) {
    for (int i = 0; i < theta.length; i++) {
      theta[i] -= rate * gradient[i];
    }
  }

  private void withMomentum(float[] theta, float[] gradient, float[] v) {
    for (int i = 0; i < theta.length; i++) {
      float velocity = momentum * v[i] + gradient[i];
      v[i] = velocity;
      theta[i] -= rate * velocity;
    }
  }

  private void withNesterov(float[] theta, float[] gradient, float[] v) {
    for (int i = 0; i < theta.length; i++) {
      float velocity = momentum * v[i] + gradient[i];
      v[i] = velocity;
      theta[i] -= rate * (gradient[i] + momentum * velocity);
    }
  }
}
