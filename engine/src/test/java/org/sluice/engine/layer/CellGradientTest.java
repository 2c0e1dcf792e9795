package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.layer.CellReference.widen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.layer.CellReference.Lstm;
import org.sluice.engine.layer.CellReference.Weights;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * Every cell, scanned through masks, resets and a first state: outputs, states and gradients are
 * those of its equations in double, whose slopes are central differences.
 */
final class CellGradientTest {
  private static final int I = 3;
  private static final BlockNames NAMES = new BlockNames("cell", 0, false);
  private static final double STEP = 1e-5;

  static Stream<Arguments> cases() {
    List<CellReference> cells = new ArrayList<>();
    cells.addAll(List.of(LightCells.values()));
    cells.addAll(List.of(NormCells.values()));
    cells.addAll(
        List.of(
            new Lstm(LstmCell.Options.PLAIN),
            new Lstm(new LstmCell.Options(true, 0, 0)),
            new Lstm(new LstmCell.Options(false, 3, 0)),
            new Lstm(new LstmCell.Options(true, 18, 70)),
            CellReference.GRU,
            CellReference.RESET_BEFORE_GRU));
    int[][] shapes = {{1, 1, 1}, {4, 2, 1}, {5, 3, 5}, {2, 1, 17}, {4, 5, 33}, {3, 4, 16}};
    return cells.stream()
        .flatMap(
            cell ->
                Stream.of(false, true)
                    .flatMap(
                        reverse ->
                            Arrays.stream(shapes)
                                .map(s -> Arguments.of(cell, reverse, s[0], s[1], s[2]))));
  }

  @ParameterizedTest(name = "{0}, reverse {1}, T {2}, B {3}, H {4}")
  @MethodSource("cases")
  void outputsAndGradientsAreThoseOfTheEquations(
      CellReference reference, boolean reverse, int steps, int rows, int hidden) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    Cell cell = reference.cell(NAMES, I, hidden, builder);
    ParameterLayout layout = builder.build();
    float[] theta = new float[layout.size()];
    drawAll(layout, theta);
    Problem problem = Problem.draw(reference, cell, reverse, steps, rows);

    Layer.Pass pass = new Recurrent(cell, reverse).pass(steps, rows);
    float[] state = problem.state.clone();
    pass.forward(theta, new Sequence(problem.packed(problem.x, I), 0, I), problem.window, state, 0);
    float[] gradient = new float[theta.length];
    float[] dx = new float[steps * rows * Cell.padded(I)];
    float[] weights = problem.packed(problem.weights, pass.outputs().stride());
    pass.backward(theta, problem.window, weights, gradient, dx);

    double loss = 0;
    for (int i = 0; i < weights.length; i++) {
      loss += (double) weights[i] * pass.outputs().data()[i];
    }
    double[] values = widen(theta);
    double[] inputs = widen(problem.x);
    DoubleSupplier truth = () -> problem.loss(new Weights(layout, values, NAMES), inputs);
    assertThat(error(loss, truth.getAsDouble())).as("loss").isLessThan(1e-4);
    for (Block block : layout.blocks()) {
      for (int i : sample(block)) {
        double slope = slope(values, i, truth);
        assertThat(error(gradient[i], slope)).as("%s at %d", block.name(), i).isLessThan(1e-4);
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      int row = problem.window.live().index(i / I / rows, i / I % rows);
      float found = row < 0 ? 0 : dx[row * Cell.padded(I) + i % I];
      assertThat(error(found, slope(inputs, i, truth))).as("x at %d", i).isLessThan(1e-4);
    }
    assertThat(padding(layout, gradient)).as("gradient of the padding").containsOnly(0f);
  }

  private static void drawAll(ParameterLayout layout, float[] theta) {
    Draws draws = Draws.of(3, Purpose.WEIGHTS);
    for (int b = 0; b < layout.blocks().size(); b++) {
      Block block = layout.blocks().get(b);
      float[] values = new float[block.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = draws.at(b).uniform(i, 0.6f);
      }
      block.write(values, theta);
    }
  }

  /** Flat indices of an element of each gate, at the borders of the block. */
  private static int[] sample(Block block) {
    int[] indices = new int[2 * block.gates()];
    for (int g = 0; g < block.gates(); g++) {
      indices[2 * g] = block.index(g, 0, block.depth() - 1);
      indices[2 * g + 1] = block.index(g, block.units() - 1, 0);
    }
    return indices;
  }

  private static float[] padding(ParameterLayout layout, float[] gradient) {
    float[] rest = gradient.clone();
    for (Block block : layout.blocks()) {
      block.write(new float[block.elements()], rest);
    }
    return rest;
  }

  private static double slope(double[] values, int i, DoubleSupplier loss) {
    double value = values[i];
    values[i] = value + STEP;
    double up = loss.getAsDouble();
    values[i] = value - STEP;
    double down = loss.getAsDouble();
    values[i] = value;
    return (up - down) / (2 * STEP);
  }

  private static double error(double found, double expected) {
    return Math.abs(found - expected)
        / Math.max(1e-3, Math.max(Math.abs(found), Math.abs(expected)));
  }

  /**
   * Inputs, masks, a first state and the weights of a linear loss over the outputs, laid out [T, B,
   * padded H].
   */
  private record Problem(
      CellReference reference,
      int[] widths,
      boolean reverse,
      int steps,
      float[] x,
      float[] state,
      Window window,
      float[] weights) {

    static Problem draw(CellReference reference, Cell cell, boolean reverse, int steps, int rows) {
      int[] widths = cell.carry();
      Draws draws = Draws.of(5, Purpose.SAMPLE);
      int stride = Cell.padded(widths[0]);
      float[] weights = draw(draws.at(1), steps * rows * stride);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = i % stride < widths[0] ? weights[i] : 0;
      }
      int[] lengths = new int[rows];
      boolean[] reset = new boolean[steps * rows];
      for (int r = 0; r < rows; r++) {
        lengths[r] = r == 1 ? steps - 1 : steps;
        reset[(steps / 2) * rows + r] = r == 2 && !reverse;
      }
      float[] state = draw(draws.at(2), rows * Arrays.stream(widths).sum());
      float[] x = draw(draws.at(0), steps * rows * I);
      return new Problem(
          reference,
          widths,
          reverse,
          steps,
          x,
          state,
          new Window(LiveRows.of(lengths, steps), reset),
          weights);
    }

    private static float[] draw(Draws draws, int length) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = draws.uniform(i, 1);
      }
      return values;
    }

    /** The live rows of {@code dense}, [T, B, width]. */
    float[] packed(float[] dense, int width) {
      LiveRows live = window.live();
      float[] rows = new float[live.count() * width];
      for (int r = 0; r < live.count(); r++) {
        System.arraycopy(dense, live.place(r) * width, rows, r * width, width);
      }
      return rows;
    }

    double loss(Weights theta, double[] x) {
      double loss = 0;
      int rows = weights.length / steps / Cell.padded(widths[0]);
      int stride = Cell.padded(widths[0]);
      for (int row = 0; row < rows; row++) {
        double[][] carry = first(row, rows);
        for (int s = 0; s < steps; s++) {
          int t = reverse ? steps - 1 - s : s;
          int at = t * rows + row;
          if (window.live().index(t, row) < 0) {
            continue;
          }
          if (window.reset()[at]) {
            carry = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
          }
          carry = reference.step(theta, Arrays.copyOfRange(x, at * I, (at + 1) * I), carry);
          for (int j = 0; j < widths[0]; j++) {
            loss += weights[at * stride + j] * carry[0][j];
          }
        }
      }
      return loss;
    }

    private double[][] first(int row, int rows) {
      double[][] carry = new double[widths.length][];
      int at = 0;
      for (int a = 0; a < widths.length; a++) {
        int from = at + row * widths[a];
        carry[a] =
            reverse
                ? new double[widths[a]]
                : widen(Arrays.copyOfRange(state, from, from + widths[a]));
        at += rows * widths[a];
      }
      return carry;
    }
  }
}
