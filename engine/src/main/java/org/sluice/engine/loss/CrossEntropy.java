package org.sluice.engine.loss;

import java.util.Arrays;
import org.sluice.engine.base.Require;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.kernel.Partials;

/**
 * Cross-entropy of a softmax over C classes, y being logits: {@code -sum over c of q_c log p_c}
 * with {@code p = softmax(y)} and {@code q_c = (1 - smoothing) [c = target] + smoothing / C}
 * (Szegedy et al. 2016), as torch.nn.CrossEntropyLoss. A row has one target, the class's index as a
 * float, and one weight.
 *
 * @param smoothing of the labels, 0 for none
 */
public record CrossEntropy(double smoothing) implements Loss {
  private static final int MOST_CLASSES = 1 << 24; // whole numbers that a float holds

  public CrossEntropy {
    Require.that(
        smoothing >= 0 && smoothing < 1,
        "training.loss.smoothing must be at least 0 and below 1, got %s",
        smoothing);
  }

  @Override
  public int targets(int outputs) {
    Require.between("number of classes", outputs, 1, MOST_CLASSES);
    return 1;
  }

  @Override
  public double forward(int outputs, float[] y, float[] target, float[] weight, float[] dy) {
    int rows = Sizes.rows(outputs, targets(outputs), y, target, weight, dy);
    double scale = Sizes.scale(weight);
    float[] partials = new float[Partials.COUNT];
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      int at = r * outputs;
      if (weight[r] == 0) {
        Arrays.fill(dy, at, at + outputs, 0);
      } else {
        int label = Require.index("a class", target[r], outputs, r);
        loss += weight[r] * row(outputs, y, at, label, weight[r] * scale, dy, partials);
      }
    }
    return loss;
  }

  /** Loss of the row from {@code at} on; its gradient is multiplied by {@code factor}. */
  private double row(
      int classes, float[] y, int at, int label, double factor, float[] dy, float[] partials) {
    Kernels kernels = Kernels.get();
    float shift = kernels.greatest(classes, y, at);
    kernels.exponentials(classes, y, at, shift, dy, at, partials);
    double sum = Partials.join(partials);
    float probability = (float) (factor / sum);
    float everywhere = (float) (factor * smoothing / classes);
    for (int c = at; c < at + classes; c++) {
      dy[c] = dy[c] * probability - everywhere;
    }
    dy[at + label] -= (float) (factor * (1 - smoothing));
    double below = (1 - smoothing) * ((double) shift - y[at + label]);
    return StrictMath.log(sum) + below + smoothed(classes, y, at, shift);
  }

  /** {@code smoothing / C} times the sum of {@code shift - y}, in index order. */
  private double smoothed(int classes, float[] y, int at, float shift) {
    if (smoothing == 0) {
      return 0;
    }
    double sum = 0;
    for (int c = at; c < at + classes; c++) {
      sum += (double) shift - y[c];
    }
    return sum * smoothing / classes;
  }
}
