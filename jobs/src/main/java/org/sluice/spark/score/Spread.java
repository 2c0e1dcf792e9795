package org.sluice.spark.score;

import java.util.function.BiFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.shard.ShardPlan;

/** How scoring is spread over executors: by the data alone, so that all clusters do the same. */
final class Spread {
  private static final int ROWS_OF_A_SHARD = 4096; // of the data set, about
  private static final int MOST_SHARDS = 256;

  private Spread() {}

  static int shards(DataSetInfo data) {
    return (int) Math.max(1, Math.min(MOST_SHARDS, data.rows() / ROWS_OF_A_SHARD));
  }

  /** What {@code work} makes of parameters and plan, which every executor has meanwhile. */
  static <T> T withModel(
      SparkSession spark,
      float[] theta,
      ShardPlan plan,
      BiFunction<Broadcast<float[]>, Broadcast<ShardPlan>, T> work) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<float[]> parameters = context.broadcast(theta);
    Broadcast<ShardPlan> shared = context.broadcast(plan);
    try {
      return work.apply(parameters, shared);
    } finally {
      parameters.destroy();
      shared.destroy();
    }
  }
}
