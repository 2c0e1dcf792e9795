package org.sluice.spark.train;

import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * Whether an epoch is judged, and its model kept, by the mean of the parameters behind several
 * rounds in place of the last ones. Training itself goes on from the last ones.
 *
 * @param last rounds at each epoch's end that the mean is of, all of the epoch's where it has
 *     fewer; 1 is no averaging
 * @param trigger non-monotonically triggered averaging (Merity et al. 2018, arXiv 1708.02182): once
 *     a validation loss is above the least of all that lie more than so many epochs before it, the
 *     mean is of all rounds from there on; absent: never
 */
public record IteratesSpec(int last, Optional<Integer> trigger) {
  public IteratesSpec {
    Require.atLeast("training.iterates.last", last, 1);
    trigger.ifPresent(epochs -> Require.atLeast("training.iterates.trigger", epochs, 0));
    Require.that(
        last == 1 || trigger.isEmpty(),
        "training.iterates.last must be 1 where training.iterates.trigger is given, got %d;"
            + " leave one of them out",
        last);
  }

  /**
   * Whether the parameters behind a round belong to the mean.
   *
   * @param left rounds of the epoch behind it
   * @param losses validation losses of the epochs so far
   */
  boolean takes(long left, double[] losses) {
    return trigger.map(epochs -> isTriggered(epochs, losses)).orElse(last > 1 && left < last);
  }

  /** Whether the mean of an epoch goes on in the next. */
  boolean outlivesEpochs() {
    return trigger.isPresent();
  }

  boolean isNone() {
    return last == 1 && trigger.isEmpty();
  }

  /** Looks through all losses: what triggered it once keeps it so, whatever comes after. */
  private static boolean isTriggered(int epochs, double[] losses) {
    double least = Double.POSITIVE_INFINITY;
    for (int t = epochs + 1; t < losses.length; t++) {
      double before = losses[t - epochs - 1];
      least = before < least ? before : least;
      if (losses[t] > least) {
        return true;
      }
    }
    return false;
  }
}
