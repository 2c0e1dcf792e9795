package org.sluice.engine.layer;

import static org.sluice.engine.layer.CellReference.sigmoid;

import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.CoupledLstmCell;
import org.sluice.engine.cell.MguCell;
import org.sluice.engine.cell.MinGruCell;
import org.sluice.engine.cell.RnnCell;
import org.sluice.engine.cell.RnnCell.Activation;
import org.sluice.engine.params.ParameterLayout;

/** The simple unit and the light variants in double. */
public enum LightCells implements CellReference {
  RNN_TANH {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new RnnCell(names, inputs, hidden, Activation.TANH, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      double[] h = new double[carry[0].length];
      for (int j = 0; j < h.length; j++) {
        h[j] = Math.tanh(sum(theta, "", "bias_ih", 0, j, x, carry[0]));
      }
      return new double[][] {h};
    }
  },

  RNN_RELU {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new RnnCell(names, inputs, hidden, Activation.RELU, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      double[] h = new double[carry[0].length];
      for (int j = 0; j < h.length; j++) {
        h[j] = Math.max(0, sum(theta, "", "bias_ih", 0, j, x, carry[0]));
      }
      return new double[][] {h};
    }
  },

  COUPLED_LSTM {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new CoupledLstmCell(names, inputs, hidden, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      double[] h = new double[carry[0].length];
      double[] c = new double[h.length];
      for (int j = 0; j < h.length; j++) {
        double o = sigmoid(sum(theta, "", "bias", 0, j, x, carry[0]));
        double f = sigmoid(sum(theta, "", "bias", 1, j, x, carry[0]));
        double g = Math.tanh(sum(theta, "", "bias", 2, j, x, carry[0]));
        c[j] = f * carry[1][j] + (1 - f) * g;
        h[j] = o * Math.tanh(c[j]);
      }
      return new double[][] {h, c};
    }
  },

  MGU {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new MguCell(names, inputs, hidden, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      double[] before = carry[0];
      double[] f = new double[before.length];
      double[] reset = new double[before.length];
      double[] h = new double[before.length];
      for (int j = 0; j < h.length; j++) {
        f[j] = sigmoid(sum(theta, "gates_", "bias", 0, j, x, before));
        reset[j] = f[j] * before[j];
      }
      for (int j = 0; j < h.length; j++) {
        double n = Math.tanh(sum(theta, "candidate_", "bias", 0, j, x, reset));
        h[j] = (1 - f[j]) * before[j] + f[j] * n;
      }
      return new double[][] {h};
    }
  },

  MIN_GRU {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new MinGruCell(names, inputs, hidden, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      double[] h = new double[carry[0].length];
      for (int j = 0; j < h.length; j++) {
        double z = sigmoid(theta.dot("weight_ih", 0, j, x) + theta.at("bias", 0, j));
        double n = theta.dot("weight_ih", 1, j, x) + theta.at("bias", 1, j);
        h[j] = z * carry[0][j] + (1 - z) * n;
      }
      return new double[][] {h};
    }
  };

  private static double sum(
      Weights theta, String part, String bias, int gate, int j, double[] x, double[] h) {
    return theta.dot(part + "weight_ih", gate, j, x)
        + theta.dot(part + "weight_hh", gate, j, h)
        + theta.at(part + bias, gate, j);
  }
}
