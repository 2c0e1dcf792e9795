package org.sluice.engine.params;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sluice.engine.base.Require;

/**
 * The blocks of a network in the order in which they lie in its flat parameter vector. Immutable.
 */
public final class ParameterLayout {
  private final Map<String, Block> blocks;
  private final int size;

  private ParameterLayout(Map<String, Block> blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  public static Builder builder() {
    return new Builder(matrix -> Optional.empty());
  }

  /** In the order of the flat vector. */
  public List<Block> blocks() {
    return List.copyOf(blocks.values());
  }

  public Block block(String name) {
    Block block = blocks.get(name);
    Require.that(block != null, "no parameter is called %s; known are %s", name, blocks.keySet());
    return block;
  }

  /** Length of the flat vector, padding included. */
  public int size() {
    return size;
  }

  /** Number of trained parameters, padding left out. */
  public long elements() {
    return blocks.values().stream().mapToLong(Block::elements).sum();
  }

  /** The layout's names in order, for messages. */
  public List<String> names() {
    return List.copyOf(blocks.keySet());
  }

  /**
   * Begins a layout of the same names, whose matrices hold the weights of {@code theta}, laid out
   * like this one, rounded to eight bits. Its flat vector is left with the vectors.
   */
  public Builder rounded(float[] theta) {
    return new Builder(matrix -> Optional.of(Int8.of(block(matrix), theta)));
  }

  /** The vectors of {@code theta}, which is laid out as {@code from} says, in this layout. */
  public float[] vectors(ParameterLayout from, float[] theta) {
    float[] vectors = new float[size];
    for (Block block : blocks.values()) {
      int at = from.block(block.name()).offset();
      System.arraycopy(theta, at, vectors, block.offset(), block.size());
    }
    return vectors;
  }

  /** Collects blocks; used by layers as they are built. */
  public static final class Builder {
    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final Function<String, Optional<Int8>> weights; // of a matrix by its name
    private int size;

    private Builder(Function<String, Optional<Int8>> weights) {
      this.weights = weights;
    }

    /** A matrix from {@code depth} inputs to {@code gates} times {@code units} outputs. */
    public Block matrix(String name, int gates, int units, int depth, int panelUnits) {
      Optional<Int8> int8 = weights.apply(name);
      return add(new Block(name, gates, units, depth, panelUnits, false, size, int8));
    }

    /** A vector of {@code gates} times {@code units} elements. */
    public Block vector(String name, int gates, int units, int panelUnits) {
      return add(new Block(name, gates, units, 1, panelUnits, true, size));
    }

    private Block add(Block block) {
      Require.that(
          blocks.putIfAbsent(block.name(), block) == null,
          "two parameters are called %s",
          block.name());
      size += block.size();
      return block;
    }

    public ParameterLayout build() {
      return new ParameterLayout(new LinkedHashMap<>(blocks), size);
    }
  }
}
