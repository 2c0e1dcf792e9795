package org.sluice.engine.optim;

import org.sluice.engine.base.Require;

/**
 * Stochastic gradient descent with momentum as PyTorch defines it: v = momentum * v + gradient;
 * theta = theta - rate * v. Its state is v; without momentum there is none.
 */
public final class Sgd implements Optimizer {
  private final float rate;
  private final float momentum;

  public Sgd(double rate, double momentum) {
    Require.above("training.optimizer.rate", rate, 0);
    Require.between("training.optimizer.momentum", momentum, 0, 0.9999);
    this.rate = (float) rate;
    this.momentum = (float) momentum;
  }

  @Override
  public int stateSize(int parameters) {
    return momentum == 0 ? 0 : parameters;
  }

  @Override
  public void step(float[] theta, float[] gradient, float[] state) {
    if (momentum == 0) {
      plain(theta, gradient);
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
}
