package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.data.Batch;
import org.sluice.engine.params.Block;

/**
 * What a network computes, written down once more: plain double loops over one row after the other,
 * LSTM layers, a dense layer, weighted squared error, and backpropagation through time. It shares
 * nothing with the engine but the order of the parameters and of the state.
 */
final class DoubleReference {
  /** Each parameter in the order of files; change them at will. */
  final List<double[]> parameters = new ArrayList<>();

  private final NetworkSpec spec;

  DoubleReference(Network network, float[] theta) {
    spec = network.spec();
    for (Block block : network.layout().blocks()) {
      parameters.add(doubles(block.read(theta)));
    }
  }

  /**
   * @param outputs [targetSteps, B, O]
   * @param state behind the last step, laid out as the engine's
   * @param loss sum of weight times squared error over the sum of weights
   * @param gradient of the loss, for each parameter
   */
  record Result(double[] outputs, double[] state, double loss, List<double[]> gradient) {}

  double loss(Batch batch, float[] state) {
    return run(batch, state, false).loss;
  }

  Result run(Batch batch, float[] state) {
    return run(batch, state, true);
  }

  private Result run(Batch batch, float[] state, boolean backward) {
    double[] outputs = new double[batch.target.length];
    double[] last = doubles(state);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < batch.rows; r++) {
      Row row = new Row(batch, r);
      row.forward(last, outputs);
      rows.add(row);
    }
    double total = 0;
    double weights = 0;
    double[] dy = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      double error = outputs[i] - batch.target[i];
      total += batch.weight[i] * error * error;
      weights += batch.weight[i];
      dy[i] = 2 * batch.weight[i] * error;
    }
    double scale = weights == 0 ? 0 : 1 / weights;
    List<double[]> gradient = new ArrayList<>();
    if (backward) {
      parameters.forEach(p -> gradient.add(new double[p.length]));
      rows.forEach(row -> row.backward(dy, scale, gradient));
    }
    return new Result(outputs, last, total * scale, gradient);
  }

  private DoubleLstm layer(int l) {
    return new DoubleLstm(
        parameters.get(3 * l), parameters.get(3 * l + 1), parameters.get(3 * l + 2));
  }

  /** One row's way through the whole network. */
  private final class Row {
    private final Batch batch;
    private final int row;
    private final int layers = spec.layers().size();
    private final DoubleLstm.Step[][] steps; // [layers][T], null where the step is padding
    private double[][] sequence; // the layer's inputs, then its outputs: [T][..]

    Row(Batch batch, int row) {
      this.batch = batch;
      this.row = row;
      steps = new DoubleLstm.Step[layers][batch.steps];
      sequence = new double[batch.steps][batch.inputs];
      for (int t = 0; t < batch.steps; t++) {
        for (int i = 0; i < batch.inputs; i++) {
          sequence[t][i] = batch.x[(t * batch.rows + row) * batch.inputs + i];
        }
      }
    }

    void forward(double[] state, double[] outputs) {
      int at = 0;
      for (int l = 0; l < layers; l++) {
        int width = spec.layers().get(l).hidden();
        int hAt = at + row * width;
        int cAt = hAt + batch.rows * width;
        scan(l, state, hAt, cAt);
        at += 2 * batch.rows * width;
      }
      for (int k = 0; k < batch.targetSteps && NetworkCase.isLive(batch, k, row); k++) {
        double[] y = parameters.get(3 * layers + 1).clone();
        multiply(parameters.get(3 * layers), sequence[target(k)], y);
        System.arraycopy(y, 0, outputs, (k * batch.rows + row) * y.length, y.length);
      }
    }

    private void scan(int l, double[] state, int hAt, int cAt) {
      DoubleLstm lstm = layer(l);
      double[] h = slice(state, hAt, lstm.hidden);
      double[] c = slice(state, cAt, lstm.hidden);
      for (int t = 0; t < batch.steps; t++) {
        if (reset(t)) {
          h = new double[lstm.hidden];
          c = new double[lstm.hidden];
        }
        if (t < batch.lengths[row]) {
          steps[l][t] = lstm.forward(sequence[t], h, c);
          h = steps[l][t].h;
          c = steps[l][t].c;
        }
        sequence[t] = h;
      }
      System.arraycopy(h, 0, state, hAt, h.length);
      System.arraycopy(c, 0, state, cAt, c.length);
    }

    /** {@code dy} times {@code scale} is the gradient of the outputs. */
    void backward(double[] dy, double scale, List<double[]> gradient) {
      double[][] d = new double[batch.steps][layer(layers - 1).hidden]; // of sequence
      double[] db = gradient.get(3 * layers + 1);
      for (int k = 0; k < batch.targetSteps; k++) {
        double[] own = slice(dy, (k * batch.rows + row) * db.length, db.length);
        for (int o = 0; o < own.length; o++) {
          own[o] *= scale;
          db[o] += own[o];
        }
        DoubleReference.backward(
            parameters.get(3 * layers),
            sequence[target(k)],
            own,
            gradient.get(3 * layers),
            d[target(k)]);
      }
      for (int l = layers - 1; l >= 0; l--) {
        d = scanBack(l, d, gradient);
      }
    }

    private double[][] scanBack(int l, double[][] d, List<double[]> gradient) {
      DoubleLstm lstm = layer(l);
      int width = l == 0 ? batch.inputs : layer(l - 1).hidden;
      double[][] dx = new double[batch.steps][width];
      double[] dh = new double[lstm.hidden];
      double[] dc = new double[lstm.hidden];
      for (int t = batch.steps - 1; t >= 0; t--) {
        for (int j = 0; j < dh.length; j++) {
          dh[j] += d[t][j];
        }
        if (steps[l][t] != null) {
          double[] dw = gradient.get(3 * l);
          double[] du = gradient.get(3 * l + 1);
          dx[t] = lstm.backward(steps[l][t], dh, dc, dw, du, gradient.get(3 * l + 2));
        }
        if (reset(t)) {
          dh = new double[lstm.hidden];
          dc = new double[lstm.hidden];
        }
      }
      return dx;
    }

    private boolean reset(int t) {
      return batch.reset[t * batch.rows + row];
    }

    /** The step that target k belongs to: a row's last real one where there is one target. */
    private int target(int k) {
      if (batch.targetSteps == 1) {
        return Math.max(0, batch.lengths[row] - 1);
      }
      return batch.steps - batch.targetSteps + k;
    }
  }

  /** Adds the matrix {@code w}, [y.length, x.length], times {@code x} to {@code y}. */
  static void multiply(double[] w, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < x.length; k++) {
        y[i] += w[i * x.length + k] * x[k];
      }
    }
  }

  /** Back through {@link #multiply}: adds to dw and dx. */
  static void backward(double[] w, double[] x, double[] dy, double[] dw, double[] dx) {
    for (int i = 0; i < dy.length; i++) {
      for (int k = 0; k < x.length; k++) {
        dw[i * x.length + k] += dy[i] * x[k];
        dx[k] += dy[i] * w[i * x.length + k];
      }
    }
  }

  private static double[] slice(double[] from, int at, int length) {
    double[] out = new double[length];
    System.arraycopy(from, at, out, 0, length);
    return out;
  }

  static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
