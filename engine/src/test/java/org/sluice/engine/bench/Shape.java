package org.sluice.engine.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sluice.engine.base.Require;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;

/** The shapes that training steps are measured on; S7 is one stateful step of inference. */
enum Shape {
  S1(CellKind.LSTM, 8, 64, 0, 1, 32, 50, 1),
  S2(CellKind.LSTM, 32, 128, 0, 2, 64, 100, 8),
  S3(CellKind.LSTM, 200, 200, 0, 2, 20, 20, 10_000),
  S4(CellKind.LSTM, 40, 512, 0, 2, 32, 20, 2000),
  S5(CellKind.LSTM, 40, 800, 512, 2, 16, 20, 2000),
  S6(CellKind.GRU, 40, 256, 0, 1, 32, 50, 40),
  S7(CellKind.LSTM, 8, 64, 0, 1, 1, 1, 1);

  final CellKind cell;
  final int inputs;
  final int hidden;
  final int projection;
  final int layers;
  final int rows; // B
  final int steps; // T
  final int outputs;

  Shape(
      CellKind cell,
      int inputs,
      int hidden,
      int projection,
      int layers,
      int rows,
      int steps,
      int outputs) {
    this.cell = cell;
    this.inputs = inputs;
    this.hidden = hidden;
    this.projection = projection;
    this.layers = layers;
    this.rows = rows;
    this.steps = steps;
    this.outputs = outputs;
  }

  static Shape named(String name) {
    String known = Arrays.stream(values()).map(Shape::name).collect(Collectors.joining(", "));
    Require.that(known.contains(name), "a shape is one of %s, got %s", known, name);
    return valueOf(name);
  }

  NetworkSpec network() {
    LayerSpec layer = new LayerSpec(cell, hidden);
    LayerSpec one = projection > 0 ? layer.withProjection(projection, 0) : layer;
    List<LayerSpec> all = IntStream.range(0, layers).mapToObj(l -> one).toList();
    return new NetworkSpec(inputs, all, outputs);
  }

  /** Whether the shape is a training step. */
  boolean trains() {
    return this != S7;
  }

  /** S1's targets are numbers, those of the others classes. */
  boolean classifies() {
    return outputs > 1;
  }

  /**
   * Floating-point operations of one step in products with weights: 2 for a multiply-add, 3
   * products for training.
   */
  double flops() {
    int gates = cell == CellKind.GRU ? 3 : 4;
    int width = projection > 0 ? projection : hidden;
    double weights = (double) width * outputs;
    for (int l = 0; l < layers; l++) {
      weights += (double) gates * hidden * ((l == 0 ? inputs : width) + width);
      weights += (double) projection * hidden;
    }
    return (trains() ? 6 : 2) * weights * rows * steps;
  }
}
