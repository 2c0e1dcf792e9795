package org.sluice.spark.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * How long the replicas of a round worked on their local steps, as their tasks say; for display
 * alone.
 */
final class WorkClock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final CollectionAccumulator<Double> seconds;

  WorkClock(JavaSparkContext spark) {
    seconds = spark.sc().collectionAccumulator();
  }

  /** In a task. */
  void add(double worked) {
    seconds.add(worked);
  }

  /**
   * On the driver, once a round: the least time that this work can have taken. The clock starts
   * anew.
   */
  double take(int cores) {
    List<Double> worked = List.copyOf(seconds.value());
    seconds.reset();
    double sum = worked.stream().mapToDouble(Double::doubleValue).sum();
    double slowest = worked.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return Math.max(slowest, sum / cores);
  }
}
