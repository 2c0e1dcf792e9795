package org.sluice.engine.params;

/**
 * One tensor of a network and where it lies in the flat vector.
 *
 * <p>It maps {@code depth} inputs to {@code gates * units} outputs. In memory it lies in panels of
 * {@code panelUnits} units: {@code [panels][depth][gates][panelUnits]}, so that one row of a panel
 * holds every gate of its units side by side and a kernel streams through it. Units past the last
 * one are padding: zero, for ever. In files it is PyTorch's {@code [gates * units, depth]}
 * row-major, or {@code [gates * units]} for a vector.
 *
 * @param name the tensor's name in files
 * @param offset of its first element in the flat vector
 * @param vector whether it is a bias or the like: depth 1, one dimension in files
 */
public record Block(
    String name, int gates, int units, int depth, int panelUnits, boolean vector, int offset) {

  public int panels() {
    return (units + panelUnits - 1) / panelUnits;
  }

  /** Floats in one row of a panel. */
  public int width() {
    return gates * panelUnits;
  }

  /** Floats in one panel. */
  public int panelSize() {
    return depth * width();
  }

  /** Floats in memory, padding included. */
  public int size() {
    return panels() * panelSize();
  }

  /**
   * Where the weight from input {@code k} to {@code unit} of {@code gate} lies in the flat vector.
   */
  public int index(int gate, int unit, int k) {
    int panel = unit / panelUnits;
    return offset + (panel * depth + k) * width() + gate * panelUnits + unit % panelUnits;
  }

  /** The tensor's shape in files. */
  public int[] shape() {
    return vector ? new int[] {gates * units} : new int[] {gates * units, depth};
  }

  /** Elements in files, padding left out. */
  public int elements() {
    return gates * units * depth;
  }

  /** A copy in the order of files, {@code [gates * units, depth]} row-major. */
  public float[] read(float[] theta) {
    float[] out = new float[elements()];
    for (int g = 0, i = 0; g < gates; g++) {
      for (int u = 0; u < units; u++) {
        for (int k = 0; k < depth; k++) {
          out[i++] = theta[index(g, u, k)];
        }
      }
    }
    return out;
  }

  /** Writes {@code values}, in the order of files, into {@code theta}; padding is left as it is. */
  public void write(float[] values, float[] theta) {
    for (int g = 0, i = 0; g < gates; g++) {
      for (int u = 0; u < units; u++) {
        for (int k = 0; k < depth; k++) {
          theta[index(g, u, k)] = values[i++];
        }
      }
    }
  }
}
