package org.sluice.engine.loss;

import java.util.List;
import org.sluice.engine.base.Require;

/**
 * Pinball loss (Koenker and Bassett 1978): with e = target - y, the mean over the Q levels of
 * {@code max(tau e, (tau - 1) e)}, least where y is the target's tau-quantile; at 0 its slope is
 * taken to be 0. A row's outputs are those of its first target for every level, then those of the
 * next: output {@code o * Q + q} is level q of target o.
 *
 * @param levels tau, each between 0 and 1 and neither
 */
public record QuantileLoss(List<Double> levels) implements Loss {
  public QuantileLoss {
    Require.that(!levels.isEmpty(), "training.loss.quantiles must name at least one, got none");
    for (double level : levels) {
      Require.that(
          level > 0 && level < 1,
          "training.loss.quantiles must lie between 0 and 1, 0 and 1 excluded, got %s",
          level);
    }
    levels = List.copyOf(levels);
  }

  @Override
  public int targets(int outputs) {
    Require.that(
        outputs % levels.size() == 0,
        "a row must have a whole number of outputs for each of %d quantiles, got %d",
        levels.size(),
        outputs);
    return outputs / levels.size();
  }

  @Override
  public double forward(int outputs, float[] y, float[] target, float[] weight, float[] dy) {
    Sizes.rows(outputs, targets(outputs), y, target, weight, dy);
    double scale = Sizes.scale(weight);
    int count = levels.size();
    double[] tau = new double[count];
    for (int q = 0; q < count; q++) {
      tau[q] = levels.get(q);
    }
    double loss = 0;
    for (int i = 0; i < target.length; i++) {
      double w = (double) weight[i] / count;
      for (int q = 0; q < count; q++) {
        int at = i * count + q;
        double above = w == 0 ? 0 : (double) y[at] - target[i];
        double slope = above == 0 ? 0 : above > 0 ? 1 - tau[q] : -tau[q];
        loss += w * slope * above;
        dy[at] = w == 0 ? 0 : (float) (w * scale * slope);
      }
    }
    return loss;
  }
}
