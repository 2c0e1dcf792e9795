package org.sluice.engine.layer;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * What a scan starts from where a series begins: zero; small random numbers while training
 * (Zimmermann et al. 2012), else zero; or parameters of the layer, which are learned. Immutable.
 */
public final class InitialState {
  public static final InitialState ZERO = new InitialState(List.of(), 0);

  private final List<Block> learned; // of each carried array, or none
  private final float bound;

  private InitialState(List<Block> learned, float bound) {
    this.learned = learned;
    this.bound = bound;
  }

  /** Uniform in ±bound, drawn for each row of a window from its noise. */
  public static InitialState random(double bound) {
    return new InitialState(List.of(), (float) bound);
  }

  /** {@code initial_h} and, where the cell carries it, {@code initial_c}: zero at first. */
  public static InitialState learned(Cell cell, BlockNames names, ParameterLayout.Builder layout) {
    List<Block> blocks = new ArrayList<>();
    for (int width : cell.carry()) {
      String name = blocks.isEmpty() ? "initial_h" : "initial_c";
      blocks.add(layout.vector(names.of(name), 1, width, UNITS));
    }
    return new InitialState(List.copyOf(blocks), 0);
  }

  boolean isZero() {
    return learned.isEmpty() && bound == 0;
  }

  /** Writes carried array {@code a} of a row whose series begins at step {@code t}. */
  void fill(float[] theta, Window window, int a, int t, int row, int width, float[] to, int at) {
    int padded = Cell.padded(width);
    if (!learned.isEmpty()) {
      System.arraycopy(theta, learned.get(a).offset(), to, at, padded);
      return;
    }
    Arrays.fill(to, at, at + padded, 0);
    if (bound > 0 && window.noise().isPresent()) {
      Draws draws = window.noise().get().at(-1 - a).at(t).at(row);
      for (int j = 0; j < width; j++) {
        to[at + j] = draws.uniform(j, bound);
      }
    }
  }

  void clearGradient(float[] gradient) {
    for (Block block : learned) {
      Arrays.fill(gradient, block.offset(), block.offset() + block.size(), 0);
    }
  }

  /** Adds what reached carried array {@code a} of a row where its series began. */
  void addGradient(int a, float[] d, int at, float[] gradient) {
    if (!learned.isEmpty()) {
      Block block = learned.get(a);
      for (int j = 0; j < block.size(); j++) {
        gradient[block.offset() + j] += d[at + j];
      }
    }
  }
}
