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
    return KernelChoice.chosen();
  }

  /** What it is, for logs: {@code vector, 512 bit}. */
  String description();

  /**
   * Products with panels, or with some columns of each: {@code c[i][j] = init[i][j] + sum over k of
   * a[i][k] * b[k][j]} for i below {@code rows}, j below {@code width}, k below {@code depth}, the
   * same a for each of {@code panels} b, c and init.
   *
   * @param a element (i, k) at {@code aAt + i * aRow + k * aStep}: with aRow = 1 it is read
   *     transposed
   * @param b row k of panel p from {@code bAt + p * bPanel + k * bRow}
   * @param c row i of panel p from {@code cAt + p * cPanel + i * cRow}
   * @param init row i of panel p from {@code initAt + p * initPanel + i * initRow}: a bias with
   *     initRow = 0, or c itself to add to it
   */
  void multiply(
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
      int initRow);

  /**
   * Product with one panel of rounded weights: {@code c[i][j] = init[i][j] + scale[j] * (sum over k
   * of a[i][k] * b[k][j])}, the last step fused too. a's row i begins at {@code aAt + i * aRow};
   * the other arguments are those of {@link #multiply} for one panel.
   *
   * @param scale of column j at {@code scaleAt + j}
   */
  void multiplyInt8(
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
      int initRow);

  /** {@code x = 1 / (1 + exp(-x))}, in place. */
  void sigmoid(int rows, float[] x, int xAt, int xRow);

  /** {@code x = tanh(x)}, in place. */
  void tanh(int rows, float[] x, int xAt, int xRow);

  /** {@code x += y}. */
  void add(int rows, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow);

  /** {@code x += a b}; with aRow = 0 one row of a serves all, a peephole's diagonal. */
  void addProduct(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow);

  /** {@code sum = a b} added up over all rows, one after the other. */
  void sumProducts(
      int rows, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] sum, int sumAt);

  /** {@code sum[j] = x[0][j] + x[1][j] + …} for j below {@code width}, rows one after the other. */
  void sumRows(int rows, int width, float[] x, int xAt, int xRow, float[] sum, int sumAt);

  /**
   * The LSTM's state from its activated gates: {@code c = f c' + i g}.
   *
   * @param gates rows of i, f, g, o, {@value #UNITS} each, one after the other from {@code gatesAt}
   * @param before c', with rows where those of c are
   */
  void lstmState(
      int rows, float[] gates, int gatesAt, float[] before, float[] c, int cAt, int cRow);

  /**
   * The LSTM's output: {@code t = tanh(c); h = o t}; h and t have their rows where those of c are.
   */
  void lstmOutput(
      int rows, float[] gates, int gatesAt, float[] c, float[] t, float[] h, int cAt, int cRow);

  /**
   * Back through {@link #lstmOutput} and o's activation: o becomes the gradient of its
   * pre-activation, and dc, the gradient of c that came from later steps, receives that of t.
   */
  void lstmOutputBackward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] t,
      int tAt,
      float[] dh,
      float[] dc,
      int dAt,
      int row);

  /**
   * Back through {@link #lstmState} and the activations of i, f and g, which become the gradients
   * of their pre-activations; dc becomes the gradient of c'.
   */
  void lstmStateBackward(
      int rows, float[] gates, int gatesAt, float[] before, int cAt, float[] dc, int dAt, int row);

  /**
   * The GRU's output: {@code h = n + z (h' - n)}.
   *
   * @param gates rows of r, z, n, {@value #UNITS} each, one after the other from {@code gatesAt}
   * @param before h', with rows where those of h are
   */
  void gruOutput(
      int rows, float[] gates, int gatesAt, float[] before, float[] h, int hAt, int hRow);

  /**
   * Back through {@link #gruOutput} and the activations of z and n, which become the gradients of
   * their pre-activations; dh becomes what h' receives directly.
   */
  void gruOutputBackward(
      int rows, float[] gates, int gatesAt, float[] before, int hAt, float[] dh, int dAt, int row);

  /**
   * Back through {@code y = r b} and r's activation, d being the gradient of y: {@code db = d r},
   * and r becomes the gradient {@code d b r (1 - r)} of its pre-activation. b may be db itself.
   */
  void gruResetBackward(
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
      int dbRow);

  /** The greatest of {@code width} floats, NaN where there is one; at least one float. */
  float greatest(int width, float[] x, int at);

  /**
   * What a softmax is made of: {@code e = exp(x - shift)}, shift being the greatest x, and its sum,
   * which {@link Partials#join} puts together. e may be x.
   *
   * @param partials receives sixteen partial sums, element j added to j mod 16 in index order
   */
  void exponentials(
      int width, float[] x, int xAt, float shift, float[] e, int eAt, float[] partials);

  /**
   * Adam's step on n parameters: {@code m += take1 (g - m); v += take2 (g² - v); theta -= step m /
   * (sqrt(v) correction + epsilon)}.
   *
   * @param state m, then v, n floats each
   */
  void adam(
      int n,
      float[] theta,
      float[] g,
      float[] state,
      float take1,
      float take2,
      float step,
      float correction,
      float epsilon);
}
