package org.sluice.spark.train;

/** Keeps the best parameters so far and says when to stop waiting for better ones. */
final class EarlyStopping {
  private static final float[] NONE = {};

  private final int patience;
  private float[] theta = NONE;
  private double loss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private int epochs;

  /**
   * @param patience epochs without a better loss after which it is over; 0 never ends
   */
  EarlyStopping(int patience) {
    this.patience = patience;
  }

  /** As {@link #save} left it, under a patience of its own. */
  static EarlyStopping restored(TrainingState state, int patience) {
    EarlyStopping stopping = new EarlyStopping(patience);
    stopping.theta = state.array("best.theta");
    stopping.loss = state.number("best.loss");
    stopping.bestEpoch = (int) state.number("best.epoch");
    stopping.epochs = (int) state.number("best.epochs");
    return stopping;
  }

  void save(TrainingState state) {
    state.put("best.theta", theta);
    state.put("best.loss", loss);
    state.put("best.epoch", bestEpoch);
    state.put("best.epochs", epochs);
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
