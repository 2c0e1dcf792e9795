package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * A cell unlike the LSTM fits the interface: its gradients, through masks and resets, are those of
 * its equations in double.
 */
final class ResetBeforeGruTest {
  private static final int I = 3;
  private static final double STEP = 1e-6;

  @ParameterizedTest
  @CsvSource({"1,1,1", "4,2,1", "5,3,5", "2,1,17", "4,5,33"})
  void gradientsAreThoseOfTheEquations(int steps, int rows, int hidden) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    Cell cell = new ResetBeforeGru(I, hidden, builder);
    ParameterLayout layout = builder.build();
    float[] theta = new float[layout.size()];
    cell.initialise(theta, Draws.of(3, Purpose.WEIGHTS));
    Problem problem = Problem.draw(steps, rows, hidden);

    Recurrent.Pass pass = new Recurrent(cell).pass(steps, rows);
    Sequence x = new Sequence(problem.x, 0, I);
    pass.forward(theta, x, problem.mask, new float[rows * hidden], 0);
    float[] gradient = new float[theta.length];
    float[] dx = new float[steps * rows * Cell.padded(I)];
    pass.backward(theta, problem.mask, problem.weights, gradient, dx);

    for (Block block : layout.blocks()) {
      double[] values = widen(theta);
      int at = block.index(block.gates() - 1, block.units() - 1, block.depth() - 1);
      for (int i : new int[] {block.offset(), at}) {
        double slope = slope(values, i, () -> problem.loss(layout, values, widen(problem.x)));
        assertThat(error(gradient[i], slope)).as("%s at %d", block.name(), i).isLessThan(1e-4);
      }
    }
    double[] inputs = widen(problem.x);
    for (int i = 0; i < inputs.length; i++) {
      double slope = slope(inputs, i, () -> problem.loss(layout, widen(theta), inputs));
      float found = dx[i / I * Cell.padded(I) + i % I];
      assertThat(error(found, slope)).as("x at %d", i).isLessThan(1e-4);
    }
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

  private static double[] widen(float[] x) {
    double[] wide = new double[x.length];
    Arrays.setAll(wide, i -> x[i]);
    return wide;
  }

  /** Inputs, masks and the weights of a linear loss over the outputs, laid out [T, B, padded H]. */
  private record Problem(int steps, int rows, int hidden, float[] x, Mask mask, float[] weights) {
    static Problem draw(int steps, int rows, int hidden) {
      Draws draws = Draws.of(5, Purpose.SAMPLE);
      float[] x = new float[steps * rows * I];
      for (int i = 0; i < x.length; i++) {
        x[i] = draws.at(0).uniform(i, 1);
      }
      float[] weights = new float[steps * rows * Cell.padded(hidden)];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = i % Cell.padded(hidden) < hidden ? draws.at(1).uniform(i, 1) : 0;
      }
      int[] lengths = new int[rows];
      boolean[] reset = new boolean[steps * rows];
      for (int r = 0; r < rows; r++) {
        lengths[r] = r == 1 ? steps - 1 : steps;
        reset[(steps / 2) * rows + r] = r == 2;
      }
      return new Problem(steps, rows, hidden, x, new Mask(lengths, reset), weights);
    }

    double loss(ParameterLayout layout, double[] theta, double[] x) {
      double loss = 0;
      for (int row = 0; row < rows; row++) {
        double[] h = new double[hidden];
        for (int t = 0; t < steps; t++) {
          if (mask.reset()[t * rows + row]) {
            h = new double[hidden];
          }
          if (t < mask.lengths()[row]) {
            h =
                step(
                    layout,
                    theta,
                    Arrays.copyOfRange(x, (t * rows + row) * I, (t * rows + row + 1) * I),
                    h);
          }
          for (int j = 0; j < hidden; j++) {
            loss += weights[(t * rows + row) * Cell.padded(hidden) + j] * h[j];
          }
        }
      }
      return loss;
    }

    private static double[] step(ParameterLayout layout, double[] theta, double[] x, double[] h) {
      int hidden = h.length;
      double[] z = new double[hidden];
      double[] reset = new double[hidden];
      double[] next = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        reset[j] = h[j] / (1 + Math.exp(-sum(layout, theta, "gates", 0, j, x, h)));
        z[j] = 1 / (1 + Math.exp(-sum(layout, theta, "gates", 1, j, x, h)));
      }
      for (int j = 0; j < hidden; j++) {
        double n = Math.tanh(sum(layout, theta, "candidate", 0, j, x, reset));
        next[j] = z[j] * h[j] + (1 - z[j]) * n;
      }
      return next;
    }

    private static double sum(
        ParameterLayout layout,
        double[] theta,
        String part,
        int gate,
        int j,
        double[] x,
        double[] h) {
      double sum = theta[layout.block(part + ".b").index(gate, j, 0)];
      for (int k = 0; k < x.length; k++) {
        sum += theta[layout.block(part + ".w").index(gate, j, k)] * x[k];
      }
      for (int k = 0; k < h.length; k++) {
        sum += theta[layout.block(part + ".u").index(gate, j, k)] * h[k];
      }
      return sum;
    }
  }
}
