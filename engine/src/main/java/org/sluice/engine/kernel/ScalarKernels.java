package org.sluice.engine.kernel;

/** What {@link Kernels} means, in plain loops. */
final class ScalarKernels implements Kernels {
  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void multiply(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(init, initAt + i * initRow, c, cAt + i * cRow, width);
      for (int k = 0; k < depth; k++) {
        float x = a[aAt + i * aRow + k * aStep];
        for (int j = 0; j < width; j++) {
          int at = cAt + i * cRow + j;
          c[at] = Math.fma(x, b[bAt + k * width + j], c[at]);
        }
      }
    }
  }

  @Override
  public void sigmoid(int rows, float[] x, int at, int stride) {
    for (int r = 0; r < rows; r++, at += stride) {
      for (int u = at; u < at + UNITS; u++) {
        x[u] = Rational.sigmoid(x[u]);
      }
    }
  }

  @Override
  public void tanh(int rows, float[] x, int at, int stride) {
    for (int r = 0; r < rows; r++, at += stride) {
      for (int u = at; u < at + UNITS; u++) {
        x[u] = Rational.tanh(x[u]);
      }
    }
  }

  @Override
  public void lstmForward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] before,
      float[] c,
      float[] t,
      float[] h,
      int at,
      int stride) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, at += stride) {
      for (int u = 0; u < UNITS; u++) {
        float i = gates[gatesAt + u];
        float f = gates[gatesAt + UNITS + u];
        float g = gates[gatesAt + 2 * UNITS + u];
        float o = gates[gatesAt + 3 * UNITS + u];
        c[at + u] = Math.fma(f, before[at + u], i * g);
        t[at + u] = Rational.tanh(c[at + u]);
        h[at + u] = o * t[at + u];
      }
    }
  }

  @Override
  public void lstmBackward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] before,
      float[] t,
      int at,
      float[] dh,
      float[] dc,
      int dAt,
      int stride) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, at += stride, dAt += stride) {
      for (int u = 0; u < UNITS; u++) {
        int z = gatesAt + u;
        float i = gates[z];
        float f = gates[z + UNITS];
        float g = gates[z + 2 * UNITS];
        float o = gates[z + 3 * UNITS];
        float tc = t[at + u];
        float dho = dh[dAt + u] * o;
        float d = dho - dho * tc * tc + dc[dAt + u];
        dc[dAt + u] = d * f;
        gates[z] = d * g * (i - i * i);
        gates[z + UNITS] = d * before[at + u] * (f - f * f);
        gates[z + 2 * UNITS] = d * i * (1 - g * g);
        gates[z + 3 * UNITS] = dh[dAt + u] * tc * (o - o * o);
      }
    }
  }

  @Override
  public void sumRows(int rows, int width, float[] x, int at, float[] sum, int sumAt) {
    for (int j = 0; j < width; j++) {
      float s = 0;
      for (int r = 0; r < rows; r++) {
        s += x[at + r * width + j];
      }
      sum[sumAt + j] = s;
    }
  }
}
