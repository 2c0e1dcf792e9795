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
   * @param floats that each replica hands back: its parameters, and its optimizer's state if kept
   */
  static Reduction of(ReduceSpec spec, int replicas, long floats) {
    long bytes = Float.BYTES * floats * replicas;
    return bytes <= spec.directBytes()
        ? rows -> ReplicaAverage.of(rows.collect().iterator())
        : new SlicedReduction(SlicedReduction.slices(replicas, floats));
  }
}
