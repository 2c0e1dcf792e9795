package org.sluice.spark.train;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.TaskLocation;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import org.sluice.engine.data.Shard;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Shards that are cut, if possible, where others of the same numbers are cached: a replica stays on
 * its executor from segment to segment. Cut wherever a core is free beside the rounds, they would
 * gather on the quickest executor, and the others would have nothing to train on.
 */
final class PlacedShards extends RDD<Shard> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<Shard> TAG = ClassTag.apply(Shard.class);

  private final transient List<List<String>> places; // of each shard; for the driver's scheduler

  /**
   * @param places executors of each shard, the best first; as {@link #places} names them
   */
  PlacedShards(RDD<Shard> shards, List<List<String>> places) {
    super(shards, TAG);
    this.places = places;
  }

  /** The executors that hold the partitions of {@code cached} in memory. */
  static List<List<String>> places(RDD<Shard> cached) {
    BlockManagerMaster master = SparkEnv.get().blockManager().master();
    return IntStream.range(0, cached.getNumPartitions())
        .mapToObj(i -> master.getLocations(new RDDBlockId(cached.id(), i)))
        .map(found -> CollectionConverters.asJava(found).stream().map(PlacedShards::place).toList())
        .toList();
  }

  private static String place(BlockManagerId id) {
    return TaskLocation.apply(id.host(), id.executorId()).toString();
  }

  @Override
  public Iterator<Shard> compute(Partition partition, TaskContext context) {
    return firstParent(TAG).iterator(partition, context);
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(TAG).partitions();
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    return CollectionConverters.asScala(places.get(partition.index())).toSeq();
  }
}
