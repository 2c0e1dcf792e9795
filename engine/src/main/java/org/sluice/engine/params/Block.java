package org.sluice.engine.params;

import java.util.Optional;
import org.sluice.engine.base.Require;

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
 * @param int8 the weights themselves, rounded; they then take no place in the flat vector and can
 *     neither be trained nor stored
 */
public record Block(
    String name,
    int gates,
    int units,
    int depth,
    int panelUnits,
    boolean vector,
    int offset,
    Optional<Int8> int8) {
  /** Floats in one flat vector: what a Java array holds. */
  private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  public Block {
    Require.notBlank("parameter name", name);
    Require.atLeast(name + ": gates", gates, 1);
    Require.atLeast(name + ": units", units, 1);
    Require.atLeast(name + ": depth", depth, 1);
    Require.atLeast(name + ": panelUnits", panelUnits, 1);
    Require.that(!vector || depth == 1, "%s: a vector has depth 1, got %d", name, depth);
    long panels = (units - 1L + panelUnits) / panelUnits;
    double floats = (double) panels * depth * gates * panelUnits;
    Require.that(
        floats + offset <= MAX_SIZE,
        "%s: a network can have at most %d parameters, this block would end at %.0f",
        name,
        MAX_SIZE,
        floats + offset);
  }

  /** A block whose elements lie in the flat vector. */
  public Block(
      String name, int gates, int units, int depth, int panelUnits, boolean vector, int offset) {
    this(name, gates, units, depth, panelUnits, vector, offset, Optional.empty());
  }

  public int panels() {
    return (int) ((units - 1L + panelUnits) / panelUnits);
  }

  /** Floats in one row of a panel. */
  public int width() {
    return gates * panelUnits;
  }

  /** Floats in one panel. */
  public int panelSize() {
    return depth * width();
  }

  /** Floats in the flat vector, padding included. */
  public int size() {
    return int8.isPresent() ? 0 : panels() * panelSize();
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

  /** Sets the weights of output {@code unit} of the only gate. */
  public void putUnit(float[] theta, int unit, float[] weights) {
    int to = index(0, unit, 0);
    for (int k = 0; k < depth; k++) {
      theta[to + k * width()] = weights[k];
    }
  }

  /** Copies the weights of output {@code unit} of the only gate to {@code out[outAt..]}. */
  public void copyUnit(float[] theta, int unit, float[] out, int outAt) {
    int from = index(0, unit, 0);
    if (int8.isPresent()) {
      float scale = int8.get().scales()[unit / panelUnits * width() + unit % panelUnits];
      for (int k = 0; k < depth; k++) {
        out[outAt + k] = scale * int8.get().weights()[from - offset + k * width()];
      }
      return;
    }
    for (int k = 0; k < depth; k++) {
      out[outAt + k] = theta[from + k * width()];
    }
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
    Require.that(
        values.length == elements(), "%s has %d elements, got %d", name, elements(), values.length);
    for (int g = 0, i = 0; g < gates; g++) {
      for (int u = 0; u < units; u++) {
        for (int k = 0; k < depth; k++) {
          theta[index(g, u, k)] = values[i++];
        }
      }
    }
  }
}
