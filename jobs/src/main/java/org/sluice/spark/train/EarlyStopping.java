package org.sluice.spark.train;

/** Keeps the best parameters so far and says when to stop waiting for better ones. */
final class EarlyStopping {
  private final int patience;
  private float[] theta;
  private double loss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private int epochs;

  /**
   * @param patience epochs without a better loss after which it is over; 0 never ends
   */
  EarlyStopping(int patience) {
    this.patience = patience;
  }

  /** Takes in the next epoch; keeps {@code theta} itself and says so if its loss is the lowest. */
  boolean improvedBy(float[] theta, double loss) {
    epochs++;
    boolean better = loss < this.loss;
    if (better) {
      this.theta = theta;
      this.loss = loss;
      bestEpoch = epochs;
    }
    return better;
  }

  boolean isOver() {
    return patience > 0 && epochs - bestEpoch >= patience;
  }

  /** Epochs taken in. */
  int epochs() {
    return epochs;
  }

  /** Counted from 1; 0 where no epoch had a finite loss. */
  int bestEpoch() {
    return bestEpoch;
  }

  float[] bestTheta() {
    return theta;
  }

  double bestLoss() {
    return loss;
  }
}
