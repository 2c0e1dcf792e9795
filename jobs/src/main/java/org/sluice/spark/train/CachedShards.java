package org.sluice.spark.train;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.sluice.engine.base.Footprint;
import org.sluice.engine.data.Shard;

/**
 * Shards that were cut once and stay in the executors' memory until they are closed; a lost one is
 * cut again, to the same bytes.
 */
final class CachedShards implements AutoCloseable {
  private final JavaRDD<Shard> shards;
  private final LongAccumulator cut;
  private final List<long[]> counts; // windows and batches of each shard

  private CachedShards(JavaRDD<Shard> shards, LongAccumulator cut, List<long[]> counts) {
    this.shards = shards;
    this.cut = cut;
    this.counts = counts;
  }

  static CachedShards of(String name, JavaRDD<Shard> shards, ReplicaPlan plan) {
    LongAccumulator cut = shards.context().longAccumulator();
    JavaRDD<Shard> cached =
        shards.map(new Tally(cut)).setName(name).persist(StorageLevel.MEMORY_ONLY());
    return new CachedShards(cached, cut, cached.map(new Count(plan)).collect());
  }

  JavaRDD<Shard> rdd() {
    return shards;
  }

  /** Windows of each shard, in shard order. */
  long[] windows() {
    return counts.stream().mapToLong(count -> count[0]).toArray();
  }

  /** Batches that each shard takes in an epoch of training, in shard order. */
  long[] batches() {
    return counts.stream().mapToLong(count -> count[1]).toArray();
  }

  /** Bytes that the largest shard takes, and the buffers of a replica that trains on one. */
  long[] largest(ReplicaPlan plan) {
    return shards
        .map(new Size(plan))
        .reduce((a, b) -> new long[] {Math.max(a[0], b[0]), Math.max(a[1], b[1])});
  }

  /** How often a shard was cut, lost ones again, by the tasks that have ended. */
  long cut() {
    return cut.value();
  }

  @Override
  public void close() {
    shards.unpersist();
  }

  private record Size(ReplicaPlan plan) implements Function<Shard, long[]> {
    @Override
    public long[] call(Shard shard) {
      long work = TrainerPool.with(plan, trainer -> trainer.bytes(plan.training(shard)));
      return new long[] {Footprint.bytes(shard), work};
    }
  }

  private record Tally(LongAccumulator cut) implements Function<Shard, Shard> {
    @Override
    public Shard call(Shard shard) {
      cut.add(1);
      return shard;
    }
  }

  private record Count(ReplicaPlan plan) implements Function<Shard, long[]> {
    @Override
    public long[] call(Shard shard) {
      return new long[] {plan.windows(shard), plan.training(shard).batches()};
    }
  }
}
