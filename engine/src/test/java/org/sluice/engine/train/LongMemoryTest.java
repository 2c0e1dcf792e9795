package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batch;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Workspace;
import org.sluice.engine.optim.Clipping;
import org.sluice.engine.optim.Optimizer;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.params.Block;

/**
 * The two tasks of Hochreiter and Schmidhuber (1997) and of Arjovsky et al. (2016) that tell a
 * gated unit from a simple one: nothing between the beginning and the end of a long sequence helps.
 */
class LongMemoryTest {
  private static final int ROWS = 32;
  private static final int MOST_STEPS = 2000;
  private static final int AVERAGED = 100; // batches

  /** Adding: the two marked of 200 numbers are to be added up. */
  private static final int NUMBERS = 200;

  private static final double VARIANCE_OF_A_SUM = 1 / 6.0; // what saying 1 each time costs

  /** Copying: three of four symbols are to be said again after 40 blanks. */
  private static final int SYMBOLS = 4;

  private static final int COPIED = 3;
  private static final int BLANKS = 40;
  private static final int BLANK = SYMBOLS;
  private static final int RECALL = SYMBOLS + 1;

  /** Draws a batch of its own for each step. */
  private interface Task {
    void fill(Batch batch, Draws draws);
  }

  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void gatedUnitsAddNumbersThatAreFarApart(CellKind cell) {
    assertThat(adding(cell, VARIANCE_OF_A_SUM / 20)).isLessThan(VARIANCE_OF_A_SUM / 20);
  }

  @Test
  void aSimpleUnitDoesNotAddThem() {
    assertThat(adding(CellKind.RNN_TANH, 0)).isGreaterThan(VARIANCE_OF_A_SUM * 0.9);
  }

  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void gatedUnitsCopySymbolsOverALongGap(CellKind cell) {
    assertThat(copying(cell, 0.1)).isLessThan(0.1);
  }

  @Test
  void aSimpleUnitDoesNotCopyThem() {
    assertThat(copying(CellKind.RNN_TANH, 0)).isGreaterThan(0.7); // ln 4 = 1.39 is chance
  }

  private static double adding(CellKind cell, double solved) {
    Network network = network(2, cell, 16, 1);
    Batch batch = new Batch(NUMBERS, ROWS, 2, 1, 1);
    Training training = new Training(network, network.initialise(1), 0.01);
    return training.run(batch, new SquaredError(), LongMemoryTest::addition, solved);
  }

  private static double copying(CellKind cell, double solved) {
    Network network = network(SYMBOLS + 2, cell, 32, SYMBOLS);
    float[] theta = network.initialise(1);
    keepForLong(network, cell, theta);
    int steps = COPIED + BLANKS + COPIED;
    Batch batch = new Batch(steps, ROWS, SYMBOLS + 2, 1, steps);
    Training training = new Training(network, theta, 0.02);
    return training.run(batch, new CrossEntropy(0), LongMemoryTest::copy, solved);
  }

  private static Network network(int inputs, CellKind cell, int hidden, int outputs) {
    return Network.of(new NetworkSpec(inputs, List.of(new LayerSpec(cell, hidden)), outputs));
  }

  /**
   * The gate that keeps, f of an LSTM and z of a GRU, begins with a bias of about the logarithm of
   * the gap (Tallec and Ollivier 2018); a simple unit has no such gate.
   */
  private static void keepForLong(Network network, CellKind cell, float[] theta) {
    for (Block block : network.layout().blocks()) {
      if (block.name().contains("bias_ih") && cell != CellKind.RNN_TANH) {
        for (int unit = 0; unit < block.units(); unit++) {
          theta[block.index(1, unit, 0)] = (float) StrictMath.log(BLANKS);
        }
      }
    }
  }

  private static void addition(Batch batch, Draws draws) {
    for (int b = 0; b < batch.rows; b++) {
      Draws row = draws.at(b);
      int first = (int) (row.uniform(0) * NUMBERS / 2);
      int second = (int) ((row.uniform(1) + 1) * NUMBERS / 2);
      float sum = 0;
      for (int t = 0; t < NUMBERS; t++) {
        int at = (t * batch.rows + b) * batch.inputs;
        batch.x[at] = row.uniform(2 + t);
        if (t == first || t == second) {
          batch.x[at + 1] = 1;
          sum += batch.x[at];
        }
      }
      batch.target[b] = sum - 1;
      batch.weight[b] = 1;
    }
  }

  private static void copy(Batch batch, Draws draws) {
    int due = COPIED + BLANKS;
    for (int b = 0; b < batch.rows; b++) {
      Draws row = draws.at(b);
      for (int t = 0; t < batch.steps; t++) {
        int at = t * batch.rows + b;
        int shown = t == due ? RECALL : t < COPIED ? symbol(row, t) : BLANK;
        batch.x[at * batch.inputs + shown] = 1;
        if (t >= due) {
          batch.target[at] = symbol(row, t - due);
          batch.weight[at] = 1;
        }
      }
    }
  }

  private static int symbol(Draws row, int index) {
    return (int) (row.uniform(index) * SYMBOLS);
  }

  /** Adam, the gradient's norm bound by 1. */
  private static final class Training {
    final Network network;
    final float[] theta;
    final float[] gradient;
    final Optimizer optimizer;
    final float[] moments;

    Training(Network network, float[] theta, double rate) {
      this.network = network;
      this.theta = theta;
      gradient = new float[theta.length];
      optimizer = OptimizerSettings.of(OptimizerKind.ADAM).withRate(rate).optimizer();
      moments = new float[optimizer.stateSize(theta.length)];
    }

    /** Mean loss of the last batches, as soon as it is below {@code solved}. */
    double run(Batch batch, Loss loss, Task task, double solved) {
      Workspace workspace = network.workspace(batch.steps, batch.rows, batch.targetSteps);
      double mean = 0;
      for (int step = 0; step < MOST_STEPS; step++) {
        batch.clear();
        task.fill(batch, Draws.of(5, Purpose.SAMPLE).at(step));
        double now = step(workspace, batch, loss);
        mean = step % AVERAGED == 0 ? now : mean + now;
        if (step % AVERAGED == AVERAGED - 1) {
          mean /= AVERAGED;
          if (mean < solved) {
            break;
          }
        }
      }
      return mean;
    }

    private double step(Workspace workspace, Batch batch, Loss loss) {
      workspace.forward(theta, batch, new float[network.stateSize(batch.rows)]);
      double sum = workspace.loss(loss, batch);
      workspace.backward(theta, batch, gradient);
      Clipping.byGlobalNorm(gradient, 1);
      optimizer.step(theta, gradient, moments);
      double weights = 0;
      for (float weight : batch.weight) {
        weights += weight;
      }
      return sum / weights;
    }
  }
}
