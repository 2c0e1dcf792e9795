package org.sluice.engine.kernel;

/**
 * The arithmetic that a network spends its time in. Every implementation gives the same bits: an
 * element of a product is one chain of fused multiply-adds in the order of its index, an activation
 * the same polynomial. Arrays are checked by the caller; a method allocates nothing and may be
 * called from any thread.
 *
 * <p>A <em>panel</em> is {@code [depth][width]} row-major with a width of 16, 32, 48 or 64. The
 * pointwise methods work on blocks of {@code rows} rows of {@value #UNITS} units, {@code stride}
 * floats from one row to the next.
 */
public interface Kernels {
  /** Hidden units side by side in a panel, whatever the machine's vector width. */
  int UNITS = 16;

  /** Greatest width of a panel. */
  int MAX_WIDTH = 4 * UNITS;

  /** The implementation of this JVM, chosen once; see {@link KernelChoice}. */
  static Kernels get() {
    return KernelChoice.CHOSEN;
  }

  /** What it is, for logs: {@code vector, 512 bit}. */
  String description();

  /**
   * Product with one panel: {@code c[i][j] = init[i][j] + sum over k of a[i][k] * b[k][j]} for i
   * below {@code rows}, j below {@code width}, k below {@code depth}.
   *
   * @param a element (i, k) at {@code aAt + i * aRow + k * aStep}: with aRow = 1 it is read
   *     transposed
   * @param b the panel, from {@code bAt}
   * @param c row i from {@code cAt + i * cRow}
   * @param init row i from {@code initAt + i * initRow}: a bias with initRow = 0, or c itself to
   *     add to it
   */
  void multiply(
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
      int initRow);

  /** {@code x = 1 / (1 + exp(-x))}, in place. */
  void sigmoid(int rows, float[] x, int at, int stride);

  /** {@code x = tanh(x)}, in place. */
  void tanh(int rows, float[] x, int at, int stride);

  /**
   * The LSTM's state from its activated gates: {@code c = f c' + i g; t = tanh(c); h = o t}.
   *
   * @param gates rows of i, f, g, o, {@link #UNITS} each, one after the other from {@code gatesAt}
   * @param before c' of the step before; like {@code c}, {@code t} and {@code h} it has its rows at
   *     {@code at}, {@code stride} apart
   */
  void lstmForward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] before,
      float[] c,
      float[] t,
      float[] h,
      int at,
      int stride);

  /**
   * Back through {@link #lstmForward} and the activations. Overwrites the gates with the gradient
   * of their pre-activations, and {@code dc}, the gradient of c, with that of {@code before}.
   *
   * @param dh gradient of h, rows at {@code dAt} like those of {@code dc}
   */
  void lstmBackward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] before,
      float[] t,
      int at,
      float[] dh,
      float[] dc,
      int dAt,
      int stride);

  /**
   * Adds up columns: {@code sum[j] = x[0][j] + x[1][j] + …} for j below {@code width}, rows one
   * after the other.
   */
  void sumRows(int rows, int width, float[] x, int at, float[] sum, int sumAt);
}
