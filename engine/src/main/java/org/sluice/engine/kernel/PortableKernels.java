package org.sluice.engine.kernel;

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
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    Scratch scratch = SCRATCH.get();
    if (depth == 0) {
      super.multiply(
          rows, 0, width, a, aAt, aRow, aStep, b, bAt, bRow, c, cAt, cRow, init, initAt, initRow);
    }
    for (int k = 0; k < depth; k += Scratch.DEPTH) {
      int some = Math.min(Scratch.DEPTH, depth - k);
      scratch.load(b, bAt + k * bRow, bRow, some, width);
      for (int i = 0; i < rows; i++) {
        int to = cAt + i * cRow;
        System.arraycopy(
            k == 0 ? init : c, k == 0 ? initAt + i * initRow : to, scratch.sum, 0, width);
        scratch.addRow(a, aAt + i * aRow + k * aStep, aStep, some, width);
        System.arraycopy(scratch.sum, 0, c, to, width);
      }
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
    static final int DEPTH = 64;
    static final int ROWS = 64;

    final float[] sum = new float[MAX_WIDTH];
    final float[][] panel = new float[DEPTH][MAX_WIDTH];
    final float[] block = new float[ROWS * UNITS];

    void load(float[] b, int at, int row, int depth, int width) {
      for (int k = 0; k < depth; k++) {
        System.arraycopy(b, at + k * row, panel[k], 0, width);
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
