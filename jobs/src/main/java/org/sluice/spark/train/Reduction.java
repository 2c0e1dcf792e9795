package org.sluice.spark.train;

import org.apache.spark.api.java.JavaRDD;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.spark.train.TrainingSpec.ReduceSpec;

/**
 * How the replicas of a round become one average on the driver. Every way adds them in replica
 * order and in double, so that the choice changes no bit; nothing of it outlives the round.
 */
interface Reduction {
  /**
   * Runs the round.
   *
   * @param replicas partition i makes the result of replica i, as its one element
   */
  ReplicaAverage reduce(JavaRDD<LocalResult> replicas);

  /**
   * @param bytes that each replica hands back
   */
  static Reduction of(ReduceSpec spec, int replicas, long bytes) {
    return bytes * replicas <= spec.directBytes()
        ? rows -> ReplicaAverage.of(rows.collect().iterator())
        : new SlicedReduction(SlicedReduction.slices(replicas, bytes / Float.BYTES));
  }
}
