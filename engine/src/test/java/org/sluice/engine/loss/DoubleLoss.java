package org.sluice.engine.loss;

import java.util.List;

/** The losses once more, in double and as the definitions have them, however y overflows. */
public final class DoubleLoss {
  private final Loss loss;
  private final int outputs;

  public DoubleLoss(Loss loss, int outputs) {
    this.loss = loss;
    this.outputs = outputs;
  }

  /** The weighted mean that is to be made small. */
  public double mean(double[] y, float[] target, float[] weight) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < target.length; i++) {
      if (weight[i] != 0) {
        sum += weight[i] * of(y, i, target[i]);
        weights += weight[i];
      }
    }
    return weights == 0 ? 0 : sum / weights;
  }

  /** Loss of target i. */
  private double of(double[] y, int i, double target) {
    if (loss instanceof CrossEntropy entropy) {
      return crossEntropy(entropy.smoothing(), y, i * outputs, (int) target);
    }
    if (loss instanceof QuantileLoss quantile) {
      return quantile(quantile.levels(), y, i, target);
    }
    double error = y[i] - target;
    if (loss instanceof Huber huber) {
      double d = huber.delta();
      return Math.abs(error) <= d ? error * error / 2 : d * (Math.abs(error) - d / 2);
    }
    if (loss instanceof BinaryCrossEntropy) {
      double p = 1 / (1 + Math.exp(-y[i]));
      return -target * Math.log(p) - (1 - target) * Math.log(1 - p);
    }
    return loss instanceof AbsoluteError ? Math.abs(error) : error * error;
  }

  private double crossEntropy(double smoothing, double[] y, int at, int label) {
    double sum = 0;
    for (int c = 0; c < outputs; c++) {
      sum += Math.exp(y[at + c]);
    }
    double entropy = 0;
    for (int c = 0; c < outputs; c++) {
      double q = (c == label ? 1 - smoothing : 0) + smoothing / outputs;
      entropy -= q * Math.log(Math.exp(y[at + c]) / sum);
    }
    return entropy;
  }

  private static double quantile(List<Double> levels, double[] y, int i, double target) {
    double sum = 0;
    for (int q = 0; q < levels.size(); q++) {
      double e = target - y[i * levels.size() + q];
      sum += Math.max(levels.get(q) * e, (levels.get(q) - 1) * e);
    }
    return sum / levels.size();
  }
}
