package org.sluice.spark.score;

import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.kernel.Partials;

/** What logits say of C classes: {@code p = softmax(y)}, the same bits everywhere. One thread. */
final class Softmax {
  private final float[] exponentials; // [C]
  private final float[] partials = new float[Partials.COUNT];
  private float shift; // the greatest logit
  private double sum; // of the exponentials
  private int likeliest;

  Softmax(int classes) {
    exponentials = new float[classes];
  }

  /**
   * @param logits that hold C from {@code at} on; read only, and not kept
   */
  void read(float[] logits, int at) {
    Kernels kernels = Kernels.get();
    int classes = exponentials.length;
    shift = kernels.greatest(classes, logits, at);
    kernels.exponentials(classes, logits, at, shift, exponentials, 0, partials);
    sum = Partials.join(partials);
    likeliest = 0;
    for (int c = 1; c < classes; c++) {
      likeliest = logits[at + c] > logits[at + likeliest] ? c : likeliest;
    }
  }

  /** The class of the greatest probability, the first of equals. */
  int likeliest() {
    return likeliest;
  }

  double probability(int of) {
    return exponentials[of] / sum;
  }

  /** Negative log probability of the class of {@code logit}. */
  double nats(float logit) {
    return StrictMath.log(sum) + ((double) shift - logit);
  }
}
