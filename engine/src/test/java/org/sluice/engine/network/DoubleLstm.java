package org.sluice.engine.network;

import static org.sluice.engine.network.DoubleReference.multiply;

/**
 * The LSTM's equations for one row in plain doubles: W [4H, I], U [4H, H], b [4H], gates in the
 * order i, f, g, o.
 */
final class DoubleLstm {
  final int hidden;
  private final double[] w;
  private final double[] u;
  private final double[] b;

  DoubleLstm(double[] w, double[] u, double[] b) {
    this.w = w;
    this.u = u;
    this.b = b;
    hidden = b.length / 4;
  }

  /** What one step computed. */
  static final class Step {
    private double[] x;
    private double[] hBefore;
    private double[] cBefore;
    private double[] gates; // i f g o, [4H]
    double[] c;
    double[] h;
  }

  Step forward(double[] x, double[] hBefore, double[] cBefore) {
    Step s = new Step();
    s.x = x;
    s.hBefore = hBefore;
    s.cBefore = cBefore;
    s.gates = b.clone();
    multiply(w, x, s.gates);
    multiply(u, hBefore, s.gates);
    s.c = new double[hidden];
    s.h = new double[hidden];
    for (int j = 0; j < 4 * hidden; j++) {
      boolean candidate = j / hidden == 2;
      s.gates[j] = candidate ? Math.tanh(s.gates[j]) : 1 / (1 + Math.exp(-s.gates[j]));
    }
    for (int j = 0; j < hidden; j++) {
      s.c[j] = forget(s, j) * cBefore[j] + input(s, j) * candidate(s, j);
      s.h[j] = output(s, j) * Math.tanh(s.c[j]);
    }
    return s;
  }

  /**
   * Back through {@code s}: dh and dc come in as the gradients of h and c after the step and leave
   * as those before it; dw, du, db are added to.
   *
   * @return the gradient of x
   */
  double[] backward(Step s, double[] dh, double[] dc, double[] dw, double[] du, double[] db) {
    double[] dz = new double[4 * hidden]; // of what the gates' functions are applied to
    for (int j = 0; j < hidden; j++) {
      double i = input(s, j);
      double f = forget(s, j);
      double g = candidate(s, j);
      double o = output(s, j);
      double squashed = Math.tanh(s.c[j]);
      double dcTotal = dc[j] + dh[j] * o * (1 - squashed * squashed);
      dz[j] = dcTotal * g * i * (1 - i);
      dz[hidden + j] = dcTotal * s.cBefore[j] * f * (1 - f);
      dz[2 * hidden + j] = dcTotal * i * (1 - g * g);
      dz[3 * hidden + j] = dh[j] * squashed * o * (1 - o);
      dc[j] = dcTotal * f;
      dh[j] = 0;
    }
    double[] dx = new double[s.x.length];
    DoubleReference.backward(w, s.x, dz, dw, dx);
    DoubleReference.backward(u, s.hBefore, dz, du, dh);
    for (int j = 0; j < dz.length; j++) {
      db[j] += dz[j];
    }
    return dx;
  }

  private double input(Step s, int j) {
    return s.gates[j];
  }

  private double forget(Step s, int j) {
    return s.gates[hidden + j];
  }

  private double candidate(Step s, int j) {
    return s.gates[2 * hidden + j];
  }

  private double output(Step s, int j) {
    return s.gates[3 * hidden + j];
  }
}
