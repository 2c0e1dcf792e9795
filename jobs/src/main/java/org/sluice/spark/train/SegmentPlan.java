package org.sluice.spark.train;

import java.util.Optional;
import org.sluice.spark.train.TrainingSpec.SegmentsSpec;

/**
 * How an epoch is divided into segments: the training data of so many rounds, which are in the
 * executors' memory together. It says when rows are read and reaches no weight.
 *
 * @param rounds of a segment; the last of an epoch may have fewer
 * @param count of the segments of an epoch
 * @param bytes that two segments take, or all where there is one
 */
record SegmentPlan(long rounds, long count, long bytes) {

  /**
   * As many rounds to a segment as two segments may be held of.
   *
   * @param bytes of all training data
   * @param rounds of an epoch
   * @param least rounds that cannot be divided further, since their windows are shuffled together
   */
  static SegmentPlan of(SegmentsSpec spec, long bytes, long rounds, long least) {
    if (bytes <= spec.bytes() || rounds <= least) {
      return new SegmentPlan(rounds, 1, bytes);
    }
    long most = (long) (rounds * spec.bytes() / (2.0 * bytes));
    long own = Math.max(least, most / least * least);
    return new SegmentPlan(own, (rounds + own - 1) / own, 2 * bytes * own / rounds);
  }

  boolean isWhole() {
    return count == 1;
  }

  /** Where even the smallest segments are too large. */
  Optional<String> warning(SegmentsSpec spec) {
    return bytes <= spec.bytes()
        ? Optional.empty()
        : Optional.of(
            String.format(
                "training.segments.limit is %s MB, but two segments of %d rounds, the fewest that"
                    + " there can be, take about %.1f MB; give executors the memory, or lower"
                    + " training.localSteps or, where windows are shuffled, training.shuffleRounds",
                spec.limit(), rounds, bytes * 1e-6));
  }
}
