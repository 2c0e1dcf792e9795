package org.sluice.engine.optim;

/** The gradient of the penalty {@code decay / 2 * |theta|²}. */
final class L2 {
  private L2() {}

  static void addTo(float[] gradient, float[] theta, float decay) {
    if (decay == 0) {
      return;
    }
    for (int i = 0; i < theta.length; i++) {
      gradient[i] += decay * theta[i];
    }
  }
}
