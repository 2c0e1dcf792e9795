package org.sluice.spark.train;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sluice.engine.train.LocalResult;

/** The Spark job of a round: every replica takes its local steps on its own shard. */
final class RoundJob {
  /**
   * What came back.
   *
   * @param replicas in their order
   * @param broadcast seconds it took to send the parameters out
   * @param compute seconds of the rest
   */
  record Done(List<LocalResult> replicas, double broadcast, double compute) {}

  private final JavaSparkContext spark;
  private final ReplicaPlan plan;
  private final CachedShards shards;

  RoundJob(JavaSparkContext spark, ReplicaPlan plan, CachedShards shards) {
    this.spark = spark;
    this.plan = plan;
    this.shards = shards;
  }

  /** Rounds in an epoch: what the longest shard takes. */
  long rounds() {
    int steps = plan.local().localSteps();
    return (shards.longest() + steps - 1) / steps;
  }

  /**
   * The next round of {@code run}, which is only read.
   *
   * @param rateFactor what a schedule multiplies the learning rate by
   */
  Done run(TrainingRun run, double rateFactor) {
    Laps laps = new Laps();
    try (Start start = Start.broadcast(spark, run.theta(), run.optimizer())) {
      double broadcast = laps.lap();
      List<float[]> states = run.states();
      long firstBatch = run.round() * plan.local().localSteps();
      RoundTask task = new RoundTask(plan, start, run.epoch(), firstBatch, rateFactor);
      JavaRDD<float[]> sent = spark.parallelize(states, states.size());
      List<LocalResult> replicas = shards.rdd().zipPartitions(sent, task).collect();
      return new Done(replicas, broadcast, laps.lap());
    }
  }
}
