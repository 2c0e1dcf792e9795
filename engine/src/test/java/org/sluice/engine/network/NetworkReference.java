package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.data.Batch;
import org.sluice.engine.layer.CellReference;
import org.sluice.engine.layer.CellReference.Weights;
import org.sluice.engine.layer.LightCells;
import org.sluice.engine.layer.NormCells;
import org.sluice.engine.loss.DoubleLoss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * A network of equal layers in double, one row after the other, straight from the cells' equations;
 * its slopes hold the engine's gradient.
 */
final class NetworkReference {
  private static final double STEP = 1e-5;

  private final NetworkSpec spec;
  private final ParameterLayout layout;
  private final Batch batch;
  private final float[] state;

  NetworkReference(Network network, Batch batch, float[] state) {
    spec = network.spec();
    layout = network.layout();
    this.batch = batch;
    this.state = state;
  }

  /**
   * Holds the engine's loss and gradient against the equations, those of fresh parameters and a
   * batch with a target at each step.
   */
  static void assertSlopes(Network network, Batch batch) {
    float[] theta = network.initialise(2);
    float[] state = new float[network.stateSize(batch.rows)];
    NetworkReference reference = new NetworkReference(network, batch, state.clone());
    Workspace workspace = network.workspace(batch.steps, batch.rows, batch.steps);
    workspace.forward(theta, batch, state);
    double loss = workspace.loss(batch) / NetworkCase.weights(batch);
    float[] gradient = new float[theta.length];
    Arrays.fill(gradient, Float.NaN); // it is to be overwritten
    workspace.backward(theta, batch, gradient);

    double[] values = CellReference.widen(theta);
    assertThat(error(loss, reference.loss(values))).isLessThan(1e-4);
    for (Block block : network.layout().blocks()) {
      for (int unit = 0; unit < block.units(); unit++) {
        int i = block.index(0, unit, block.depth() / 2);
        assertThat(error(gradient[i], reference.slope(values, i)))
            .as("%s[%d]", block.name(), unit)
            .isLessThan(1e-4);
      }
    }
  }

  static CellReference cell(LayerSpec spec) {
    return switch (spec.cell()) {
      case LSTM ->
          new CellReference.Lstm(
              new LstmCell.Options(
                  spec.unit().peepholes(),
                  spec.unit().projection(),
                  spec.unit().nonRecurrentProjection()));
      case GRU ->
          spec.unit().reset() == Reset.AFTER ? CellReference.GRU : CellReference.RESET_BEFORE_GRU;
      case RNN_TANH -> LightCells.RNN_TANH;
      case RNN_RELU -> LightCells.RNN_RELU;
      case COUPLED_LSTM -> LightCells.COUPLED_LSTM;
      case MGU -> LightCells.MGU;
      case MIN_GRU -> LightCells.MIN_GRU;
      case LAYER_NORM_LSTM -> NormCells.LSTM;
      case LAYER_NORM_GRU -> NormCells.GRU;
    };
  }

  /** The batch's mean weighted squared error. */
  double loss(double[] theta) {
    return new DoubleLoss(new SquaredError(), spec.outputs())
        .mean(outputs(theta), batch.target, batch.weight);
  }

  /** What comes out where targets are due, [targetSteps, B, O]. */
  double[] outputs(double[] theta) {
    int outputs = spec.outputs();
    double[] all = new double[batch.targetSteps * batch.rows * outputs];
    for (int row = 0; row < batch.rows; row++) {
      double[][] y = sequence(theta, row);
      for (int k = 0; k < batch.targetSteps; k++) {
        double[] top =
            batch.targetSteps == 1 ? pooled(y, row) : y[batch.steps - batch.targetSteps + k];
        System.arraycopy(head(theta, top), 0, all, (k * batch.rows + row) * outputs, outputs);
      }
    }
    return all;
  }

  /** Central difference of the loss along one parameter. */
  double slope(double[] theta, int i) {
    double value = theta[i];
    theta[i] = value + STEP;
    double up = loss(theta);
    theta[i] = value - STEP;
    double down = loss(theta);
    theta[i] = value;
    return (up - down) / (2 * STEP);
  }

  static double error(double found, double expected) {
    return Math.abs(found - expected)
        / Math.max(1e-3, Math.max(Math.abs(found), Math.abs(expected)));
  }

  private double[] head(double[] theta, double[] x) {
    Block w = layout.block(spec.embedding().tied() ? "embedding.weight" : "head.weight");
    Block b = layout.block("head.bias");
    double[] y = new double[w.units()];
    for (int o = 0; o < y.length; o++) {
      y[o] = theta[b.index(0, o, 0)];
      for (int k = 0; k < x.length; k++) {
        y[o] += theta[w.index(0, o, k)] * x[k];
      }
    }
    return y;
  }

  private double[] pooled(double[][] y, int row) {
    double[] out = new double[y[0].length];
    int length = batch.lengths[row];
    for (int j = 0; j < out.length && length > 0; j++) {
      int element = j;
      DoubleStream steps = Arrays.stream(y, 0, length).mapToDouble(step -> step[element]);
      out[j] =
          switch (spec.pooling()) {
            case LAST -> y[length - 1][j];
            case MEAN -> steps.sum() / length;
            case MAX -> steps.max().orElseThrow();
          };
    }
    return out;
  }

  /** What the lowest layer reads at a step. */
  private double[] inputs(double[] theta, int t, int row) {
    int at = (t * batch.rows + row) * batch.inputs;
    boolean live = t < batch.lengths[row];
    if (!spec.embedding().isNone()) {
      return vector(theta, "embedding.weight", live ? batch.x[at] : 0);
    }
    int numbers = batch.inputs - spec.categories().size();
    double[] inputs = CellReference.widen(Arrays.copyOfRange(batch.x, at, at + numbers));
    for (int c = 0; c < spec.categories().size(); c++) {
      float name = live ? batch.x[at + numbers + c] : 0;
      inputs = joined(inputs, vector(theta, "categories." + c + ".weight", name));
    }
    return inputs;
  }

  private double[] vector(double[] theta, String name, float index) {
    Block vectors = layout.block(name);
    double[] vector = new double[vectors.depth()];
    Arrays.setAll(vector, k -> theta[vectors.index(0, (int) index, k)]);
    return vector;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  /** The top layer's, [T][width]. */
  private double[][] sequence(double[] theta, int row) {
    double[][] sequence = new double[batch.steps][];
    for (int t = 0; t < batch.steps; t++) {
      sequence[t] = inputs(theta, t, row);
    }
    int stateAt = 0;
    for (int l = 0; l < spec.layers().size(); l++) {
      LayerSpec layer = spec.layers().get(l);
      int[] widths = widths(layer);
      String stack = layer.cell().name().toLowerCase(Locale.ROOT);
      boolean learned = layer.initialisation().state() == InitialisationSpec.State.LEARNED;
      Scan scan = new Scan(cell(layer), widths, row, learned);
      Weights ahead = new Weights(layout, theta, new BlockNames(stack, l, false));
      double[][] inputs = sequence;
      if (layer.direction() == Direction.FORWARD) {
        sequence = scan.run(ahead, sequence, stateAt, false);
        stateAt += batch.rows * (Arrays.stream(widths).sum() + (learned ? 1 : 0));
      } else {
        Weights back = new Weights(layout, theta, new BlockNames(stack, l, true));
        sequence =
            join(
                scan.run(ahead, sequence, -1, false),
                scan.run(back, sequence, -1, true),
                layer.direction());
      }
      for (int t = 0; t < batch.steps; t++) {
        sequence[t] = layer.normalise() ? normalised(ahead, sequence[t]) : sequence[t];
        sequence[t] = connected(layer.connection(), ahead, inputs[t], sequence[t]);
      }
    }
    return sequence;
  }

  private static double[] normalised(Weights theta, double[] y) {
    double mean = Arrays.stream(y).average().orElseThrow();
    double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] out = new double[y.length];
    Arrays.setAll(
        out,
        j ->
            theta.at("norm_gain", 0, j) * (y[j] - mean) / Math.sqrt(variance + 1e-5)
                + theta.at("norm_bias", 0, j));
    return out;
  }

  private static double[] connected(Connection connection, Weights theta, double[] x, double[] y) {
    double[] out = y.clone();
    for (int j = 0; j < y.length; j++) {
      if (connection == Connection.RESIDUAL) {
        out[j] = x[j] + y[j];
      } else if (connection == Connection.HIGHWAY) {
        double gate =
            CellReference.sigmoid(
                theta.dot("highway_weight", 0, j, x) + theta.at("highway_bias", 0, j));
        out[j] = gate * y[j] + (1 - gate) * x[j];
      }
    }
    return out;
  }

  /** Widths of what all layers carry from window to window, in the order of the state. */
  static List<Integer> carried(NetworkSpec spec) {
    return spec.layers().stream()
        .filter(layer -> layer.direction() == Direction.FORWARD)
        .flatMap(layer -> Arrays.stream(widths(layer)).boxed())
        .toList();
  }

  private static int[] widths(LayerSpec layer) {
    int projected = layer.unit().projection() + layer.unit().nonRecurrentProjection();
    return switch (layer.cell()) {
      case LSTM -> new int[] {projected > 0 ? projected : layer.hidden(), layer.hidden()};
      case COUPLED_LSTM, LAYER_NORM_LSTM -> new int[] {layer.hidden(), layer.hidden()};
      default -> new int[] {layer.hidden()};
    };
  }

  private static double[][] join(double[][] a, double[][] b, Direction direction) {
    double[][] joined = new double[a.length][];
    for (int t = 0; t < a.length; t++) {
      boolean sum = direction == Direction.SUM;
      double[] both = Arrays.copyOf(a[t], sum ? a[t].length : 2 * a[t].length);
      for (int j = 0; j < b[t].length; j++) {
        both[sum ? j : a[t].length + j] += b[t][j];
      }
      joined[t] = both;
    }
    return joined;
  }

  /** One row's way through one cell. */
  private final class Scan {
    private final CellReference cell;
    private final int[] widths;
    private final int row;
    private final boolean learned; // the initial state

    Scan(CellReference cell, int[] widths, int row, boolean learned) {
      this.cell = cell;
      this.widths = widths;
      this.row = row;
      this.learned = learned;
    }

    /**
     * @param stateAt where the layer's state begins; -1: it starts from the initial one
     */
    double[][] run(Weights theta, double[][] x, int stateAt, boolean reverse) {
      double[][] y = new double[x.length][];
      double[][] carry = stateAt < 0 || !begun(stateAt) ? initial(theta) : first(stateAt);
      for (int s = 0; s < x.length; s++) {
        int t = reverse ? x.length - 1 - s : s;
        if (batch.reset[t * batch.rows + row]) {
          carry = initial(theta);
        }
        if (t < batch.lengths[row]) {
          carry = cell.step(theta, x[t], carry);
        }
        y[t] = carry[0];
      }
      return y;
    }

    private double[][] zero() {
      return Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
    }

    private double[][] initial(Weights theta) {
      double[][] carry = zero();
      for (int a = 0; a < carry.length && learned; a++) {
        String name = a == 0 ? "initial_h" : "initial_c";
        Arrays.setAll(carry[a], j -> theta.at(name, 0, j));
      }
      return carry;
    }

    private boolean begun(int at) {
      return !learned || state[at + batch.rows * Arrays.stream(widths).sum() + row] != 0;
    }

    private double[][] first(int at) {
      double[][] carry = zero();
      for (int a = 0; a < widths.length; a++) {
        int from = at + row * widths[a];
        carry[a] = CellReference.widen(Arrays.copyOfRange(state, from, from + widths[a]));
        at += batch.rows * widths[a];
      }
      return carry;
    }
  }
}
