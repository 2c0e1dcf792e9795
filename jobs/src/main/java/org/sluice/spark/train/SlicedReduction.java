package org.sluice.spark.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.sluice.engine.params.Int16;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ReplicaAverage;
import scala.Tuple2;

/**
 * Cuts every replica into slices, averages slice s of all replicas in one task, by way of Spark's
 * shuffle, and joins the averages on the driver: that receives each parameter once, however many
 * replicas there are. One more slice holds what is not averaged.
 */
record SlicedReduction(int slices) implements Reduction {
  private static final float[] NONE = {};
  private static final int SMALLEST = 1 << 16; // floats; smaller blocks cost more than they spread

  /** One slice for each replica, so that no executor receives more than another. */
  static int slices(int replicas, long floats) {
    return (int) Math.max(1, Math.min(replicas, floats / SMALLEST));
  }

  @Override
  public ReplicaAverage reduce(JavaRDD<LocalResult> replicas) {
    JavaRDD<ReplicaAverage> averages =
        replicas
            .mapPartitionsToPair(new Cut(slices))
            .repartitionAndSortWithinPartitions(new BySlice(slices + 1))
            .mapPartitions(new Average());
    try {
      return join(averages.collect());
    } finally {
      averages.rdd().cleanShuffleDependencies(false);
    }
  }

  private ReplicaAverage join(List<ReplicaAverage> parts) {
    ReplicaAverage rest = parts.get(slices);
    List<float[]> thetas = new ArrayList<>();
    List<float[]> optimizers = new ArrayList<>();
    for (ReplicaAverage part : parts) {
      thetas.add(part.theta());
      optimizers.add(part.optimizer());
    }
    return new ReplicaAverage(
        concatenation(thetas),
        concatenation(optimizers),
        rest.states(),
        rest.score(),
        rest.localSteps(),
        rest.gradientNorm(),
        rest.leftOut());
  }

  private static float[] concatenation(List<float[]> parts) {
    float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /**
   * Where a block goes, and among the blocks of that place its turn: sorted by it, replicas come in
   * their order, one after the other, and Spark may keep the others on disk.
   */
  private static long key(int slice, int replica) {
    return ((long) slice << Integer.SIZE) | replica;
  }

  /** A replica as blocks: its slices, each with its weight, then the rest. */
  private record Cut(int slices)
      implements PairFlatMapFunction<Iterator<LocalResult>, Long, LocalResult> {
    @Override
    public Iterator<Tuple2<Long, LocalResult>> call(Iterator<LocalResult> results) {
      int replica = TaskContext.getPartitionId();
      LocalResult whole = results.next();
      double loss = whole.isFinite() ? whole.loss() : Double.NaN; // of every block, if of one
      return IntStream.rangeClosed(0, slices)
          .mapToObj(slice -> new Tuple2<>(key(slice, replica), block(whole, slice, loss)))
          .iterator();
    }

    private LocalResult block(LocalResult whole, int slice, double loss) {
      boolean rest = slice == slices;
      return new LocalResult(
          rest ? NONE : cut(whole.theta(), slice),
          rest ? Int16.NONE : whole.rounded().part(slice, slices),
          rest ? NONE : cut(whole.optimizer(), slice),
          rest ? whole.state() : NONE,
          whole.labelled(),
          loss,
          whole.steps(),
          whole.gradientNorm());
    }

    private float[] cut(float[] values, int slice) {
      long size = values.length;
      return Arrays.copyOfRange(
          values, (int) (size * slice / slices), (int) (size * (slice + 1) / slices));
    }
  }

  private record Average()
      implements FlatMapFunction<Iterator<Tuple2<Long, LocalResult>>, ReplicaAverage> {
    @Override
    public Iterator<ReplicaAverage> call(Iterator<Tuple2<Long, LocalResult>> blocks) {
      Iterator<LocalResult> inOrder =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return blocks.hasNext();
            }

            @Override
            public LocalResult next() {
              return blocks.next()._2();
            }
          };
      return List.of(ReplicaAverage.of(inOrder)).iterator();
    }
  }

  /** Slice s goes to partition s. */
  private static final class BySlice extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    BySlice(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> Integer.SIZE);
    }
  }
}
