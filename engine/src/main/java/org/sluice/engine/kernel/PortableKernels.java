package org.sluice.engine.kernel;

import java.util.Arrays;

/**
 * Fast kernels for JVMs without the vector module: plain loops in the one shape that the compiler
 * turns into vector instructions by itself, whole small arrays indexed from zero by the loop's own
 * variable. Operands are copied into such arrays, a thread's own, first.
 */
final class PortableKernels extends ScalarKernels {
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  @Override
  public String description() {
    return "portable";
  }

  /** Up to {@value Scratch#PANELS} panels side by side: the compiler is best at long loops. */
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
    Scratch scratch = SCRATCH.get();
    for (int p = 0; p < panels; p += Scratch.PANELS) {
      int some = Math.min(Scratch.PANELS, panels - p);
      int bFrom = bAt + p * bPanel;
      int cFrom = cAt + p * cPanel;
      int initFrom = initAt + p * initPanel;
      int k = 0;
      do {
        int deep = Math.min(Scratch.DEPTH, depth - k);
        scratch.load(some, deep, width, b, bFrom + k * bRow, bPanel, bRow);
        for (int i = 0; i < rows; i++) {
          int to = cFrom + i * cRow;
          if (k == 0) {
            copy(some, width, init, initFrom + i * initRow, initPanel, scratch.sum, 0, width);
          } else {
            copy(some, width, c, to, cPanel, scratch.sum, 0, width);
          }
          scratch.addRow(a, aAt + i * aRow + k * aStep, aStep, deep, some * width);
          copy(some, width, scratch.sum, 0, width, c, to, cPanel);
        }
        k += deep;
      } while (k < depth);
    }
  }

  /** Copies {@code count} stretches. */
  private static void copy(
      int count, int width, float[] from, int at, int step, float[] to, int toAt, int toStep) {
    for (int p = 0; p < count; p++) {
      System.arraycopy(from, at + p * step, to, toAt + p * toStep, width);
    }
  }

  @Override
  public void sigmoid(int rows, float[] x, int xAt, int xRow) {
    Scratch scratch = SCRATCH.get();
    for (int r = 0; r < rows; r += Scratch.ROWS) {
      int some = Math.min(Scratch.ROWS, rows - r);
      scratch.gather(some, x, xAt + r * xRow, xRow);
      sigmoid(some * UNITS, scratch.block);
      scratch.scatter(some, x, xAt + r * xRow, xRow);
    }
  }

  @Override
  public void tanh(int rows, float[] x, int xAt, int xRow) {
    Scratch scratch = SCRATCH.get();
    for (int r = 0; r < rows; r += Scratch.ROWS) {
      int some = Math.min(Scratch.ROWS, rows - r);
      scratch.gather(some, x, xAt + r * xRow, xRow);
      tanh(some * UNITS, scratch.block);
      scratch.scatter(some, x, xAt + r * xRow, xRow);
    }
  }

  @Override
  public void sumRows(int rows, int width, float[] x, int xAt, int xRow, float[] sum, int sumAt) {
    float[] block = SCRATCH.get().sum;
    Arrays.fill(block, 0, width, 0);
    for (int r = 0; r < rows; r++) {
      add(width, block, x, xAt + r * xRow);
    }
    System.arraycopy(block, 0, sum, sumAt, width);
  }

  private static void add(int length, float[] sum, float[] x, int at) {
    for (int i = 0; i < length; i++) {
      sum[i] += x[at + i];
    }
  }

  private static void sigmoid(int length, float[] x) {
    for (int i = 0; i < length; i++) {
      x[i] = Rational.sigmoid(x[i]);
    }
  }

  private static void tanh(int length, float[] x) {
    for (int i = 0; i < length; i++) {
      x[i] = Rational.tanh(x[i]);
    }
  }

  /** A thread's small arrays. */
  private static final class Scratch {
    static final int PANELS = 8;
    static final int DEPTH = 64;
    static final int ROWS = 64;

    final float[] sum = new float[PANELS * MAX_WIDTH];
    final float[][] panel = new float[DEPTH][PANELS * MAX_WIDTH];
    final float[] block = new float[ROWS * UNITS];

    void load(int panels, int depth, int width, float[] b, int at, int step, int row) {
      for (int k = 0; k < depth; k++) {
        copy(panels, width, b, at + k * row, step, panel[k], 0, width);
      }
    }

    /** {@code sum += a · panel}, in the order of the panel's rows. */
    void addRow(float[] a, int at, int step, int depth, int width) {
      int k = 0;
      for (; k + 4 <= depth; k += 4, at += 4 * step) {
        float a0 = a[at];
        float a1 = a[at + step];
        float a2 = a[at + 2 * step];
        float a3 = a[at + 3 * step];
        addFour(width, sum, a0, panel[k], a1, panel[k + 1], a2, panel[k + 2], a3, panel[k + 3]);
      }
      for (; k < depth; k++, at += step) {
        addOne(width, sum, a[at], panel[k]);
      }
    }

    void gather(int rows, float[] x, int at, int row) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(x, at + r * row, block, r * UNITS, UNITS);
      }
    }

    void scatter(int rows, float[] x, int at, int row) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(block, r * UNITS, x, at + r * row, UNITS);
      }
    }

    private static void addFour(
        int n,
        float[] sum,
        float a0,
        float[] b0,
        float a1,
        float[] b1,
        float a2,
        float[] b2,
        float a3,
        float[] b3) {
      for (int j = 0; j < n; j++) {
        float s = Math.fma(a0, b0[j], sum[j]);
        s = Math.fma(a1, b1[j], s);
        s = Math.fma(a2, b2[j], s);
        sum[j] = Math.fma(a3, b3[j], s);
      }
    }

    private static void addOne(int n, float[] sum, float a, float[] b) {
      for (int j = 0; j < n; j++) {
        sum[j] = Math.fma(a, b[j], sum[j]);
      }
    }
  }
}
