package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.GruCell;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.cell.ResetBeforeGruCell;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * One step of a cell in double, straight from its equations: what the cell's fast code is held to.
 */
public interface CellReference {
  Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout);

  /** The carry after the step. */
  double[][] step(Weights theta, double[] x, double[][] carry);

  /** A layer's parameters by name, in double. */
  record Weights(ParameterLayout layout, double[] theta, BlockNames names) {

    private Block block(String parameter) {
      String suffix = "_l" + names.index() + (names.reverse() ? "_reverse" : "");
      return layout.block(names.stack() + "." + parameter + suffix);
    }

    /**
     * Row {@code unit} of gate {@code gate} of a matrix, times x, of which the matrix may use only
     * the first elements.
     */
    public double dot(String matrix, int gate, int unit, double[] x) {
      Block block = block(matrix);
      double sum = 0;
      for (int k = 0; k < block.depth(); k++) {
        sum += theta[block.index(gate, unit, k)] * x[k];
      }
      return sum;
    }

    public double at(String vector, int gate, int unit) {
      return theta[block(vector).index(gate, unit, 0)];
    }
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double[] widen(float[] x) {
    double[] wide = new double[x.length];
    Arrays.setAll(wide, i -> x[i]);
    return wide;
  }

  /** With peepholes and projections as the options say. */
  record Lstm(LstmCell.Options options) implements CellReference {
    @Override
    public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
      return new LstmCell(names, inputs, hidden, options, layout);
    }

    @Override
    public double[][] step(Weights theta, double[] x, double[][] carry) {
      int hidden = carry[1].length;
      double[] c = new double[hidden];
      double[] m = new double[hidden];
      for (int j = 0; j < hidden; j++) {
        double i = sigmoid(sum(theta, 0, j, x, carry[0]) + peep(theta, 0, j, carry[1]));
        double f = sigmoid(sum(theta, 1, j, x, carry[0]) + peep(theta, 1, j, carry[1]));
        double g = Math.tanh(sum(theta, 2, j, x, carry[0]));
        c[j] = f * carry[1][j] + i * g;
        double o = sigmoid(sum(theta, 3, j, x, carry[0]) + peep(theta, 2, j, c));
        m[j] = o * Math.tanh(c[j]);
      }
      return new double[][] {project(theta, m), c};
    }

    private double sum(Weights theta, int gate, int j, double[] x, double[] h) {
      return theta.dot("weight_ih", gate, j, x)
          + theta.dot("weight_hh", gate, j, h)
          + theta.at("bias_ih", gate, j);
    }

    private double peep(Weights theta, int gate, int j, double[] c) {
      return options.peepholes() ? theta.at("peephole", gate, j) * c[j] : 0;
    }

    private double[] project(Weights theta, double[] m) {
      if (options.recurrent() == 0) {
        return m;
      }
      double[] h = new double[options.recurrent() + options.nonRecurrent()];
      Arrays.setAll(h, j -> theta.dot("weight_hr", 0, j, m));
      return h;
    }
  }

  CellReference GRU =
      new CellReference() {
        @Override
        public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
          return new GruCell(names, inputs, hidden, layout);
        }

        @Override
        public double[][] step(Weights theta, double[] x, double[][] carry) {
          double[] h = carry[0];
          double[] after = new double[h.length];
          for (int j = 0; j < h.length; j++) {
            double r = sigmoid(input(theta, 0, j, x) + recurrent(theta, 0, j, h));
            double z = sigmoid(input(theta, 1, j, x) + recurrent(theta, 1, j, h));
            double n = Math.tanh(input(theta, 2, j, x) + r * recurrent(theta, 2, j, h));
            after[j] = z * h[j] + (1 - z) * n;
          }
          return new double[][] {after};
        }

        private double input(Weights theta, int gate, int j, double[] x) {
          return theta.dot("weight_ih", gate, j, x) + theta.at("bias_ih", gate, j);
        }

        private double recurrent(Weights theta, int gate, int j, double[] h) {
          return theta.dot("weight_hh", gate, j, h) + theta.at("bias_hh", gate, j);
        }

        @Override
        public String toString() {
          return "GRU, reset after";
        }
      };

  CellReference RESET_BEFORE_GRU =
      new CellReference() {
        @Override
        public Cell cell(BlockNames names, int inputs, int hidden, ParameterLayout.Builder layout) {
          return new ResetBeforeGruCell(names, inputs, hidden, layout);
        }

        @Override
        public double[][] step(Weights theta, double[] x, double[][] carry) {
          double[] h = carry[0];
          double[] z = new double[h.length];
          double[] reset = new double[h.length];
          double[] after = new double[h.length];
          for (int j = 0; j < h.length; j++) {
            reset[j] = h[j] * sigmoid(sum(theta, "gates_", 0, j, x, h));
            z[j] = sigmoid(sum(theta, "gates_", 1, j, x, h));
          }
          for (int j = 0; j < h.length; j++) {
            double n = Math.tanh(sum(theta, "candidate_", 0, j, x, reset));
            after[j] = z[j] * h[j] + (1 - z[j]) * n;
          }
          return new double[][] {after};
        }

        private double sum(Weights theta, String part, int gate, int j, double[] x, double[] h) {
          return theta.dot(part + "weight_ih", gate, j, x)
              + theta.dot(part + "weight_hh", gate, j, h)
              + theta.at(part + "bias", gate, j);
        }

        @Override
        public String toString() {
          return "GRU, reset before";
        }
      };
}
