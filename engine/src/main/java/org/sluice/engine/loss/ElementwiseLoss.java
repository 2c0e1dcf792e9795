package org.sluice.engine.loss;

/** A loss with one target for each output that looks at these pairs one by one. */
sealed interface ElementwiseLoss extends Loss
    permits SquaredError, AbsoluteError, Huber, BinaryCrossEntropy {
  /** The loss of one output. */
  double value(float y, float target);

  /** The derivative of {@link #value} by y. */
  double slope(float y, float target);

  @Override
  default int targets(int outputs) {
    return outputs;
  }

  @Override
  default double forward(int outputs, float[] y, float[] target, float[] weight, float[] dy) {
    Sizes.rows(outputs, outputs, y, target, weight, dy);
    float scale = (float) Sizes.scale(weight);
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      float w = weight[i];
      if (w == 0) {
        dy[i] = 0;
      } else {
        loss += w * value(y[i], target[i]);
        dy[i] = (float) (w * slope(y[i], target[i])) * scale;
      }
    }
    return loss;
  }
}
