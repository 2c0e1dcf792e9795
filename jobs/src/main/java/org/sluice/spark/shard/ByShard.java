package org.sluice.spark.shard;

import org.apache.spark.Partitioner;

/** Key i goes to partition i. */
final class ByShard extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int shards;

  ByShard(int shards) {
    this.shards = shards;
  }

  @Override
  public int numPartitions() {
    return shards;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key;
  }
}
