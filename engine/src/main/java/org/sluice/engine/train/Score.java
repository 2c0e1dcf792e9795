package org.sluice.engine.train;

import java.io.Serializable;

/**
 * Loss over some batches: add the scores of shards in shard order.
 *
 * @param loss sum of weight times loss
 * @param labelled sum of the weights
 */
public record Score(double loss, double labelled) implements Serializable {
  public static final Score NONE = new Score(0, 0);

  public Score plus(Score other) {
    return new Score(loss + other.loss, labelled + other.labelled);
  }

  /** Loss of one labelled target; not a number where there is none. */
  public double mean() {
    return loss / labelled;
  }
}
