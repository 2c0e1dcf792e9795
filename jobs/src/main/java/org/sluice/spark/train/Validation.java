package org.sluice.spark.train;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Shard;
import org.sluice.engine.train.Score;

/**
 * The loss over the validation span. It is cut in its own way and summed in shard order, so it says
 * the same of the same parameters whatever the replicas.
 */
final class Validation implements AutoCloseable {
  private final JavaSparkContext spark;
  private final ReplicaPlan plan;
  private final CachedShards shards;
  private final int lanes;

  Validation(JavaSparkContext spark, ReplicaPlan plan, JavaRDD<Shard> shards, int lanes) {
    this.spark = spark;
    this.plan = plan;
    this.lanes = lanes;
    this.shards = CachedShards.of("validation shards", shards);
  }

  /** Mean of training.loss in scaled units. */
  double loss(float[] theta) {
    Broadcast<float[]> sent = spark.broadcast(theta);
    try {
      List<Score> scores = shards.rdd().map(new ScoreTask(plan, lanes, sent)).collect();
      Score sum = Score.NONE;
      for (Score score : scores) {
        sum = sum.plus(score);
      }
      return sum.mean();
    } finally {
      sent.destroy();
    }
  }

  @Override
  public void close() {
    shards.close();
  }

  private record ScoreTask(ReplicaPlan plan, int lanes, Broadcast<float[]> theta)
      implements Function<Shard, Score> {
    @Override
    public Score call(Shard shard) {
      return TrainerPool.with(
          plan, trainer -> trainer.score(plan.validation(shard, lanes), theta.value()));
    }
  }
}
