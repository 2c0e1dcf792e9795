package org.sluice.engine.cell;

import org.sluice.engine.params.Block;

/** {@code h = V m} inside a cell's step: the buffers of an LSTM's projection, V [P, H]. */
final class ProjectionPass {
  private final Block v;
  private final int stride; // of h
  private final Sequence m; // [T·B, padded H]
  private final float[] dm; // [B, padded H]
  private final Panels h; // out of each step, [T·B, stride]
  private final Panels dh; // of all steps, [T·B, stride]
  private final Transposed vt;

  /**
   * @param h receives the outputs of all steps, [T·B, padded P]
   */
  ProjectionPass(Block v, int most, int rows, float[] h) {
    this.v = v;
    stride = Cell.padded(v.units());
    int hidden = Cell.padded(v.depth());
    m = new Sequence(new float[most * hidden], 0, hidden);
    dm = new float[rows * hidden];
    this.h = Panels.inRows(h, stride, v.width());
    dh = Panels.inRows(new float[most * stride], stride, v.width());
    vt = new Transposed(v);
  }

  /** Where the cell leaves m, [T·B, padded H]. */
  float[] inputs() {
    return m.data();
  }

  /** Where the cell finds m's gradient, [B, padded H]. */
  float[] inputGradient() {
    return dm;
  }

  void forward(float[] theta, int row, int rows) {
    Products.linear(theta, v, m, row, rows, h);
  }

  void beginBackward(float[] theta) {
    vt.pack(theta);
  }

  /** From the step's {@code gradient} of h, [B, stride]. */
  void backward(int row, int rows, float[] gradient) {
    System.arraycopy(gradient, 0, dh.data(), row * stride, rows * stride);
    vt.multiply(dh, row, rows, dm, 0, m.stride());
  }

  void weightGradient(int all, float[] gradient) {
    Products.weightGradient(v, m, all, dh, gradient);
  }
}
