package org.sluice.engine.layer;

import static org.sluice.engine.layer.CellReference.sigmoid;

import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LayerNormGruCell;
import org.sluice.engine.cell.LayerNormLstmCell;
import org.sluice.engine.params.ParameterLayout;

/** The cells with layer normalisation in double. */
public enum NormCells implements CellReference {
  LSTM {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new LayerNormLstmCell(names, inputs, hidden, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      int hidden = carry[0].length;
      double[][] wx = product(theta, "weight_ih", 0, 4, x, hidden);
      double[][] uh = product(theta, "weight_hh", 0, 4, carry[0], hidden);
      double[][] z = new double[4][hidden];
      for (int gate = 0; gate < 4; gate++) {
        for (int j = 0; j < hidden; j++) {
          z[gate][j] =
              theta.at("gain_ih", gate, j) * wx[gate][j]
                  + theta.at("gain_hh", gate, j) * uh[gate][j]
                  + theta.at("bias", gate, j);
        }
      }
      double[] c = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        c[j] = sigmoid(z[1][j]) * carry[1][j] + sigmoid(z[0][j]) * Math.tanh(z[2][j]);
      }
      double[][] normal = {c.clone()};
      normalise(normal);
      double[] h = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        double y = theta.at("cell_gain", 0, j) * normal[0][j] + theta.at("cell_bias", 0, j);
        h[j] = sigmoid(z[3][j]) * Math.tanh(y);
      }
      return new double[][] {h, c};
    }
  },

  GRU {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new LayerNormGruCell(names, inputs, hidden, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      int hidden = carry[0].length;
      double[][] wx = product(theta, "weight_ih", 0, 2, x, hidden);
      double[][] uh = product(theta, "weight_hh", 0, 2, carry[0], hidden);
      double[] wxn = product(theta, "weight_ih", 2, 1, x, hidden)[0];
      double[] uhn = product(theta, "weight_hh", 2, 1, carry[0], hidden)[0];
      double[] h = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        double[] rz = new double[2];
        for (int gate = 0; gate < 2; gate++) {
          rz[gate] =
              sigmoid(
                  theta.at("gates_gain_ih", gate, j) * wx[gate][j]
                      + theta.at("gates_gain_hh", gate, j) * uh[gate][j]
                      + theta.at("bias", gate, j));
        }
        double a = theta.at("candidate_gain_ih", 0, j) * wxn[j] + theta.at("bias", 2, j);
        double s =
            theta.at("candidate_gain_hh", 0, j) * uhn[j] + theta.at("candidate_bias_hh", 0, j);
        double n = Math.tanh(a + rz[0] * s);
        h[j] = rz[1] * carry[0][j] + (1 - rz[1]) * n;
      }
      return new double[][] {h};
    }
  };

  /** Some gates of a product, normalised together: [gates][H]. */
  private static double[][] product(
      Weights theta, String matrix, int first, int gates, double[] x, int hidden) {
    double[][] a = new double[gates][hidden];
    for (int gate = 0; gate < gates; gate++) {
      for (int j = 0; j < hidden; j++) {
        a[gate][j] = theta.dot(matrix, first + gate, j, x);
      }
    }
    normalise(a);
    return a;
  }

  private static void normalise(double[][] a) {
    int count = a.length * a[0].length;
    double mean = 0;
    for (double[] gate : a) {
      for (double value : gate) {
        mean += value / count;
      }
    }
    double variance = 0;
    for (double[] gate : a) {
      for (double value : gate) {
        variance += (value - mean) * (value - mean) / count;
      }
    }
    for (double[] gate : a) {
      for (int j = 0; j < gate.length; j++) {
        gate[j] = (gate[j] - mean) / Math.sqrt(variance + 1e-5f);
      }
    }
  }
}
