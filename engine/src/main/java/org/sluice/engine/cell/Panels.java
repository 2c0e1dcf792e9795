package org.sluice.engine.cell;

/**
 * A view of R rows of a product's outputs, panel by panel, that shares its array: panel p of row r
 * begins at {@code start + p * panelStride + r * rowStride}.
 *
 * @param width floats of a row in one panel
 * @param columns floats of a row in all panels together; the last one may be narrower than the
 *     others
 */
public record Panels(
    float[] data, int start, int panelStride, int rowStride, int width, int columns) {

  /** Panels one behind the other, {@code [panels][rows][width]}: where gates live. */
  public static Panels stacked(int panels, int rows, int width) {
    float[] data = new float[panels * rows * width];
    return new Panels(data, 0, rows * width, width, width, panels * width);
  }

  /** Panels side by side in the row-major array {@code [rows, columns]}. */
  public static Panels inRows(float[] data, int columns, int width) {
    return new Panels(data, 0, width, columns, width, columns);
  }

  /**
   * The same rows and panels, but only {@code width} columns of each panel, from {@code first} on.
   */
  public Panels part(int first, int width) {
    return new Panels(
        data, start + first, panelStride, rowStride, width, columns / this.width * width);
  }

  public int at(int panel, int row) {
    return start + panel * panelStride + row * rowStride;
  }

  /** Panels of the same width from {@code panel} on: those before a narrower last one, or it. */
  public int alike(int panel) {
    return Math.max(1, columns / width - panel);
  }

  /** Floats of a row in {@code panel}. */
  public int width(int panel) {
    return Math.min(width, columns - panel * width);
  }
}
