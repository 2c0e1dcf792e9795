package org.sluice.spark.train;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.sluice.engine.base.Footprint;
import org.sluice.engine.data.Shard;

/**
 * Shards that are cut once, from now on and beside other jobs, and stay in the executors' memory
 * until they are closed; a lost one is cut again, to the same bytes.
 */
final class CachedShards implements AutoCloseable {
  private final JavaRDD<Shard> shards;
  private final LongAccumulator cut;
  private final JavaFutureAction<Void> cutting;

  private CachedShards(JavaRDD<Shard> shards, LongAccumulator cut) {
    this.shards = shards;
    this.cut = cut;
    cutting = shards.foreachPartitionAsync(shard -> shard.forEachRemaining(s -> {}));
  }

  static CachedShards of(String name, JavaRDD<Shard> shards) {
    LongAccumulator cut = shards.context().longAccumulator();
    return of(name, shards.map(new Tally(cut)), cut);
  }

  /** Beside these shards, others of the same number, each on the executor where its one here is. */
  CachedShards beside(JavaRDD<Shard> others) {
    LongAccumulator again = others.context().longAccumulator();
    RDD<Shard> tallied = others.map(new Tally(again)).rdd();
    PlacedShards placed = new PlacedShards(tallied, PlacedShards.places(shards.rdd()));
    return of(shards.name(), placed.toJavaRDD(), again);
  }

  private static CachedShards of(String name, JavaRDD<Shard> tallied, LongAccumulator cut) {
    return new CachedShards(tallied.setName(name).persist(StorageLevel.MEMORY_ONLY()), cut);
  }

  /** The shards, all of them cut. */
  JavaRDD<Shard> rdd() {
    try {
      cutting.get();
      return shards;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while shards were being cut");
    }
  }

  /** Bytes that the largest shard takes, and the buffers of a replica that trains on one. */
  long[] largest(ReplicaPlan plan) {
    return rdd()
        .map(new Size(plan))
        .reduce((a, b) -> new long[] {Math.max(a[0], b[0]), Math.max(a[1], b[1])});
  }

  /** How often a lost shard was cut again, by the tasks that have ended. */
  long cutAgain() {
    return Math.max(0, cut.value() - shards.getNumPartitions());
  }

  /** The memory is free when this returns. */
  @Override
  public void close() {
    cutting.cancel(true);
    shards.unpersist(true);
  }

  private static RuntimeException failure(Throwable cause) {
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("shards could not be cut: " + cause.getMessage(), cause);
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
}
