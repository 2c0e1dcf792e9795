package org.sluice.spark.train;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.spark.train.TrainingSpec.ReduceSpec;

/**
 * The Spark job of a round: every replica takes its local steps on its own shard, and they are
 * averaged.
 */
final class RoundJob {
  /**
   * What came back.
   *
   * @param average of the replicas
   * @param broadcast seconds it took to send the parameters out
   * @param compute seconds of local steps
   * @param reduce seconds of the rest of the job
   */
  record Done(ReplicaAverage average, double broadcast, double compute, double reduce) {}

  private final JavaSparkContext spark;
  private final ReplicaPlan plan;
  private final SegmentedShards shards;
  private final Reduction reduction;
  private final WorkClock clock;
  private final ShardWatch watch;

  RoundJob(JavaSparkContext spark, ReplicaPlan plan, SegmentedShards shards, ReduceSpec reduce) {
    this.spark = spark;
    this.plan = plan;
    this.shards = shards;
    reduction = Reduction.of(reduce, shards.replicas(), plan.bytesBack());
    clock = new WorkClock(spark);
    watch = new ShardWatch(shards);
  }

  /** What there is to warn of after a round, if anything. */
  Optional<String> warning() {
    return watch.afterRound();
  }

  /** Steps that a batch of a replica trains on. */
  double stepsOfBatch() {
    return shards.stepsOfBatch();
  }

  /** Of epochs whose rounds have {@code localSteps} local steps. */
  EpochRounds rounds(int localSteps) {
    return shards.rounds(localSteps);
  }

  /**
   * A round of {@code run}, which is only read.
   *
   * @param place where it stands
   * @param from where the replicas start
   * @param rateFactor what a schedule multiplies the learning rate by
   */
  Done run(TrainingRun run, RoundTask.Place place, float[] from, double rateFactor) {
    Laps laps = new Laps();
    try (Start start = Start.broadcast(spark, from, run.optimizer())) {
      double broadcast = laps.lap();
      List<float[]> states = run.states();
      RoundTask task = new RoundTask(plan, start, place, rateFactor, clock);
      JavaRDD<float[]> sent = spark.parallelize(states, states.size());
      ReplicaAverage average =
          reduction.reduce(shards.at(run.epoch(), run.round()).zipPartitions(sent, task));
      if (plan.takesDifferences()) {
        average = average.movedFrom(from);
      }
      double compute = clock.take(spark.defaultParallelism());
      return new Done(average, broadcast, compute, Math.max(0, laps.lap() - compute));
    }
  }
}
