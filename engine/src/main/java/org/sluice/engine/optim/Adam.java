package org.sluice.engine.optim;

import org.sluice.engine.kernel.Kernels;

/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019) as torch.optim defines them:
 *
 * <pre>
 * g = gradient + weightDecay * theta                     Adam
 * theta = theta - rate * weightDecay * theta             AdamW, where g = gradient
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g²
 * theta = theta - rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * Its state is m, v and the number t of steps done, a plain float: replicas that have done equally
 * many keep it exactly when states are averaged, others get the mean that belongs to their averaged
 * moments. It counts exactly up to 2^24 and stays there, where both corrections have long been 1.
 */
final class Adam implements Optimizer {
  private final OptimizerSettings settings;
  private final double rate;

  Adam(OptimizerSettings settings, double rate) {
    this.settings = settings;
    this.rate = rate;
  }

  @Override
  public int stateSize(int parameters) {
    return 2 * parameters + 1;
  }

  @Override
  public void step(float[] theta, float[] gradient, float[] state) {
    if (settings.kind() == OptimizerKind.ADAMW) {
      shrink(theta, (float) (1 - rate * settings.weightDecay()));
    } else {
      L2.addTo(gradient, theta, (float) settings.weightDecay());
    }
    int n = theta.length;
    state[2 * n] += 1;
    double t = state[2 * n];
    double step = rate / (1 - StrictMath.pow(settings.beta1(), t));
    double correction = 1 / Math.sqrt(1 - StrictMath.pow(settings.beta2(), t));
    Kernels.get()
        .adam(
            n,
            theta,
            gradient,
            state,
            (float) (1 - settings.beta1()),
            (float) (1 - settings.beta2()),
            (float) step,
            (float) correction,
            (float) settings.epsilon());
  }

  private static void shrink(float[] theta, float factor) {
    for (int i = 0; i < theta.length; i++) {
      theta[i] *= factor;
    }
  }
}
