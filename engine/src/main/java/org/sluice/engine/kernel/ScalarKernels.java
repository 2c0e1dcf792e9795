package org.sluice.engine.kernel;

import java.util.Arrays;

/** What {@link Kernels} means, in plain loops. */
class ScalarKernels implements Kernels {
  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public void multiply(
      int panels,
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bPanel,
      int bRow,
      float[] c,
      int cAt,
      int cPanel,
      int cRow,
      float[] init,
      int initAt,
      int initPanel,
      int initRow) {
    for (int p = 0; p < panels; p++, bAt += bPanel, cAt += cPanel, initAt += initPanel) {
      panel(
          rows, depth, width, a, aAt, aRow, aStep, b, bAt, bRow, c, cAt, cRow, init, initAt,
          initRow);
    }
  }

  private static void panel(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
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
          c[at] = Math.fma(x, b[bAt + k * bRow + j], c[at]);
        }
      }
    }
  }

  @Override
  public void multiplyInt8(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      byte[] b,
      int bAt,
      int bRow,
      float[] scale,
      int scaleAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[aAt + i * aRow + k], b[bAt + k * bRow + j], sum);
        }
        c[cAt + i * cRow + j] = Math.fma(scale[scaleAt + j], sum, init[initAt + i * initRow + j]);
      }
    }
  }

  @Override
  public void sigmoid(int rows, float[] x, int xAt, int xRow) {
    for (int r = 0; r < rows; r++, xAt += xRow) {
      for (int u = xAt; u < xAt + UNITS; u++) {
        x[u] = Rational.sigmoid(x[u]);
      }
    }
  }

  @Override
  public void tanh(int rows, float[] x, int xAt, int xRow) {
    for (int r = 0; r < rows; r++, xAt += xRow) {
      for (int u = xAt; u < xAt + UNITS; u++) {
        x[u] = Rational.tanh(x[u]);
      }
    }
  }

  @Override
  public void add(int rows, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    for (int r = 0; r < rows; r++, xAt += xRow, yAt += yRow) {
      for (int u = 0; u < UNITS; u++) {
        x[xAt + u] += y[yAt + u];
      }
    }
  }

  @Override
  public void addProduct(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow) {
    for (int r = 0; r < rows; r++, xAt += xRow, aAt += aRow, bAt += bRow) {
      for (int u = 0; u < UNITS; u++) {
        x[xAt + u] = Math.fma(a[aAt + u], b[bAt + u], x[xAt + u]);
      }
    }
  }

  @Override
  public void sumProducts(
      int rows,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] sum,
      int sumAt) {
    for (int u = 0; u < UNITS; u++) {
      float s = 0;
      for (int r = 0; r < rows; r++) {
        s = Math.fma(a[aAt + r * aRow + u], b[bAt + r * bRow + u], s);
      }
      sum[sumAt + u] = s;
    }
  }

  @Override
  public void sumRows(int rows, int width, float[] x, int xAt, int xRow, float[] sum, int sumAt) {
    for (int j = 0; j < width; j++) {
      float s = 0;
      for (int r = 0; r < rows; r++) {
        s += x[xAt + r * xRow + j];
      }
      sum[sumAt + j] = s;
    }
  }

  @Override
  public void lstmState(
      int rows, float[] gates, int gatesAt, float[] before, float[] c, int cAt, int cRow) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, cAt += cRow) {
      for (int u = 0; u < UNITS; u++) {
        float i = gates[gatesAt + u];
        float f = gates[gatesAt + UNITS + u];
        float g = gates[gatesAt + 2 * UNITS + u];
        c[cAt + u] = Math.fma(f, before[cAt + u], i * g);
      }
    }
  }

  @Override
  public void lstmOutput(
      int rows, float[] gates, int gatesAt, float[] c, float[] t, float[] h, int cAt, int cRow) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, cAt += cRow) {
      for (int u = 0; u < UNITS; u++) {
        float o = gates[gatesAt + 3 * UNITS + u];
        t[cAt + u] = Rational.tanh(c[cAt + u]);
        h[cAt + u] = o * t[cAt + u];
      }
    }
  }

  @Override
  public void lstmOutputBackward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] t,
      int tAt,
      float[] dh,
      float[] dc,
      int dAt,
      int row) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, tAt += row, dAt += row) {
      for (int u = 0; u < UNITS; u++) {
        float o = gates[gatesAt + 3 * UNITS + u];
        float tanh = t[tAt + u];
        float d = dh[dAt + u];
        dc[dAt + u] = Math.fma(d * o, 1 - tanh * tanh, dc[dAt + u]);
        gates[gatesAt + 3 * UNITS + u] = d * tanh * (o - o * o);
      }
    }
  }

  @Override
  public void lstmStateBackward(
      int rows, float[] gates, int gatesAt, float[] before, int cAt, float[] dc, int dAt, int row) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, cAt += row, dAt += row) {
      for (int u = 0; u < UNITS; u++) {
        int z = gatesAt + u;
        float i = gates[z];
        float f = gates[z + UNITS];
        float g = gates[z + 2 * UNITS];
        float d = dc[dAt + u];
        gates[z] = d * g * (i - i * i);
        gates[z + UNITS] = d * before[cAt + u] * (f - f * f);
        gates[z + 2 * UNITS] = d * i * (1 - g * g);
        dc[dAt + u] = d * f;
      }
    }
  }

  @Override
  public void gruOutput(
      int rows, float[] gates, int gatesAt, float[] before, float[] h, int hAt, int hRow) {
    for (int r = 0; r < rows; r++, gatesAt += 3 * UNITS, hAt += hRow) {
      for (int u = 0; u < UNITS; u++) {
        float z = gates[gatesAt + UNITS + u];
        float n = gates[gatesAt + 2 * UNITS + u];
        h[hAt + u] = Math.fma(z, before[hAt + u] - n, n);
      }
    }
  }

  @Override
  public void gruOutputBackward(
      int rows, float[] gates, int gatesAt, float[] before, int hAt, float[] dh, int dAt, int row) {
    for (int r = 0; r < rows; r++, gatesAt += 3 * UNITS, hAt += row, dAt += row) {
      for (int u = 0; u < UNITS; u++) {
        float z = gates[gatesAt + UNITS + u];
        float n = gates[gatesAt + 2 * UNITS + u];
        float d = dh[dAt + u];
        gates[gatesAt + UNITS + u] = d * (before[hAt + u] - n) * (z - z * z);
        gates[gatesAt + 2 * UNITS + u] = (d - d * z) * (1 - n * n);
        dh[dAt + u] = d * z;
      }
    }
  }

  @Override
  public void gruResetBackward(
      int rows,
      float[] r,
      int rAt,
      int rRow,
      float[] d,
      int dAt,
      int dRow,
      float[] b,
      int bAt,
      int bRow,
      float[] db,
      int dbAt,
      int dbRow) {
    for (int row = 0; row < rows; row++, rAt += rRow, dAt += dRow, bAt += bRow, dbAt += dbRow) {
      for (int u = 0; u < UNITS; u++) {
        float gate = r[rAt + u];
        float dy = d[dAt + u];
        r[rAt + u] = dy * b[bAt + u] * (gate - gate * gate);
        db[dbAt + u] = dy * gate;
      }
    }
  }

  @Override
  public float greatest(int width, float[] x, int at) {
    float greatest = x[at];
    for (int j = 1; j < width; j++) {
      greatest = Math.max(greatest, x[at + j]);
    }
    return greatest;
  }

  @Override
  public void exponentials(
      int width, float[] x, int xAt, float shift, float[] e, int eAt, float[] partials) {
    Arrays.fill(partials, 0, Partials.COUNT, 0);
    for (int j = 0; j < width; j++) {
      e[eAt + j] = Exponential.exp(x[xAt + j] - shift);
      partials[j % Partials.COUNT] += e[eAt + j];
    }
  }

  @Override
  public void adam(
      int n,
      float[] theta,
      float[] g,
      float[] state,
      float take1,
      float take2,
      float step,
      float correction,
      float epsilon) {
    for (int i = 0; i < n; i++) {
      adam(i, n, theta, g, state, take1, take2, step, correction, epsilon);
    }
  }

  /** The step of parameter i. */
  static void adam(
      int i,
      int n,
      float[] theta,
      float[] g,
      float[] state,
      float take1,
      float take2,
      float step,
      float correction,
      float epsilon) {
    float m = Math.fma(g[i] - state[i], take1, state[i]);
    float v = Math.fma(g[i] * g[i] - state[n + i], take2, state[n + i]);
    state[i] = m;
    state[n + i] = v;
    theta[i] -= m * step / ((float) Math.sqrt(v) * correction + epsilon);
  }
}
