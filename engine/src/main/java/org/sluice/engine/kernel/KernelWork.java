package org.sluice.engine.kernel;

import java.util.List;

/**
 * A little work for each of the kernels, on arrays of its own: what {@link SelfTest} warms them
 * with. All numbers stay finite however often it is done.
 */
final class KernelWork {
  private static final int ROWS = 8;
  private static final int DEPTH = 64;
  private static final int UNITS = Kernels.UNITS;
  private static final int WIDTH = Kernels.MAX_WIDTH;
  private static final int FLAT = ROWS * WIDTH;

  private final Kernels kernels;
  private final float[] a = new float[ROWS * DEPTH];
  private final float[] b = new float[DEPTH * WIDTH];
  private final float[] c = new float[FLAT];
  private final float[] d = new float[FLAT];
  private final float[] gates = new float[FLAT];
  private final byte[] rounded = new byte[DEPTH * WIDTH];
  private final float[] state = new float[2 * FLAT];
  private final float[] partials = new float[Partials.COUNT];

  /**
   * @param name the kernel's, with its shape where there are several
   * @param operations multiplications and additions of a product, elements of any other kernel
   */
  record Work(String name, double operations, Runnable run) {}

  KernelWork(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The product that most of training is spent in. */
  Work product() {
    return product("multiply", ROWS, WIDTH, DEPTH, 1);
  }

  /** Every other kernel, and the product's other shapes. */
  List<Work> others() {
    return List.of(
        product("multiply 8x48", ROWS, 3 * UNITS, DEPTH, 1),
        product("multiply 8x32", ROWS, 2 * UNITS, DEPTH, 1),
        product("multiply 8x16", ROWS, UNITS, DEPTH, 1),
        product("multiply 1x64", 1, WIDTH, DEPTH, 1),
        product("multiply transposed", ROWS, WIDTH, 1, ROWS),
        new Work("multiplyInt8", 2.0 * ROWS * DEPTH * WIDTH, this::int8),
        pointwise("sigmoid", () -> kernels.sigmoid(ROWS, c, 0, UNITS)),
        pointwise("tanh", () -> kernels.tanh(ROWS, d, 0, UNITS)),
        pointwise("add", () -> kernels.add(ROWS, c, 0, UNITS, d, 0, UNITS)),
        pointwise(
            "addProduct", () -> kernels.addProduct(ROWS, c, 0, UNITS, d, 0, UNITS, d, 0, UNITS)),
        pointwise(
            "sumProducts", () -> kernels.sumProducts(ROWS, c, 0, UNITS, d, 0, UNITS, state, 0)),
        new Work("sumRows", FLAT, () -> kernels.sumRows(ROWS, WIDTH, c, 0, WIDTH, state, 0)),
        pointwise("lstmState", () -> kernels.lstmState(ROWS, gates, 0, d, d, 0, UNITS)),
        pointwise("lstmOutput", () -> kernels.lstmOutput(ROWS, gates, 0, d, d, d, 0, UNITS)),
        pointwise(
            "lstmOutputBackward",
            () -> kernels.lstmOutputBackward(ROWS, gates, 0, d, 0, d, d, 0, UNITS)),
        pointwise(
            "lstmStateBackward",
            () -> kernels.lstmStateBackward(ROWS, gates, 0, d, 0, d, 0, UNITS)),
        pointwise("gruOutput", () -> kernels.gruOutput(ROWS, gates, 0, d, d, 0, UNITS)),
        pointwise(
            "gruOutputBackward",
            () -> kernels.gruOutputBackward(ROWS, gates, 0, d, 0, d, 0, UNITS)),
        pointwise("gruResetBackward", this::resetBackward),
        new Work("greatest", FLAT, () -> partials[0] = kernels.greatest(FLAT, d, 0)),
        new Work("exponentials", FLAT, () -> kernels.exponentials(FLAT, d, 0, 0, c, 0, partials)),
        new Work("adam", FLAT, () -> kernels.adam(FLAT, d, d, state, 0.1f, 0.1f, 0, 1, 1)));
  }

  private static Work pointwise(String name, Runnable run) {
    return new Work(name, ROWS * UNITS, run);
  }

  private Work product(String name, int rows, int width, int aRow, int aStep) {
    return new Work(
        name,
        2.0 * rows * DEPTH * width,
        () ->
            kernels.multiply(
                1, rows, DEPTH, width, a, 0, aRow, aStep, b, 0, 0, width, c, 0, 0, width, c, 0, 0,
                width));
  }

  private void int8() {
    kernels.multiplyInt8(
        ROWS, DEPTH, WIDTH, a, 0, DEPTH, rounded, 0, WIDTH, b, 0, c, 0, WIDTH, c, 0, WIDTH);
  }

  private void resetBackward() {
    kernels.gruResetBackward(ROWS, gates, 0, UNITS, d, 0, UNITS, d, 0, UNITS, state, 0, UNITS);
  }
}
