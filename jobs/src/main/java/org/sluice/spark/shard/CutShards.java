package org.sluice.spark.shard;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Shard;

/**
 * Shards as an RDD, partition i holding shard i, and what Spark keeps so that they can be cut
 * again.
 *
 * @param plan that tasks cut by
 */
public record CutShards(JavaRDD<Shard> rdd, Broadcast<ShardPlan> plan) implements AutoCloseable {

  /**
   * Drops files of the shuffle and the plan on all machines; the shards are not to be cut again.
   */
  @Override
  public void close() {
    rdd.rdd().cleanShuffleDependencies(false);
    plan.destroy();
  }
}
