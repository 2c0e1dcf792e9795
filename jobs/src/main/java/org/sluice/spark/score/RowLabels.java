package org.sluice.spark.score;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.shard.SamplingSpec;
import org.sluice.spark.shard.ShardPlan;

/**
 * What a network takes each row of a shard for, or each series: rows of {@link #SCHEMA}, grid
 * indices that the label is of, both inclusive.
 */
record RowLabels(
    NetworkSpec network,
    Broadcast<float[]> theta,
    Broadcast<ShardPlan> plan,
    Framing framing,
    SamplingSpec sampling,
    List<String> classes)
    implements Function2<Integer, Iterator<Shard>, Iterator<Row>> {
  static final StructType SCHEMA =
      new StructType()
          .add("series", DataTypes.IntegerType)
          .add("first", DataTypes.LongType)
          .add("last", DataTypes.LongType)
          .add("label", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType);

  @Override
  public Iterator<Row> call(Integer index, Iterator<Shard> shards) {
    Shard shard = shards.next();
    List<Told> told = shard.segments().stream().map(Told::new).toList();
    Softmax softmax = new Softmax(network.outputs());
    new LabelPass(network, theta.value(), framing, sampling)
        .each(
            shard,
            plan.value().cuts(index),
            (s, row, logits, at) -> {
              softmax.read(logits, at);
              told.get(s).put(row, softmax);
            });
    return told.stream().flatMap(this::rows).iterator();
  }

  private Stream<Row> rows(Told told) {
    return IntStream.range(0, told.classes.length)
        .filter(row -> told.classes[row] != Told.NOTHING)
        .mapToObj(row -> row(told, row));
  }

  private Row row(Told told, int row) {
    long index = told.start + row;
    return RowFactory.create(
        told.series,
        sampling.everyStep() ? index : told.start,
        index,
        classes.get(told.classes[row] - 1),
        told.probabilities[row]);
  }

  /** Of one segment's rows, in little room: rows of a shard may be many. */
  private static final class Told {
    static final int NOTHING = 0;

    private final int series;
    private final long start;
    private final int[] classes; // each counted from 1
    private final double[] probabilities;

    Told(Segment segment) {
      series = segment.series();
      start = segment.start();
      classes = new int[segment.rows()];
      probabilities = new double[segment.rows()];
    }

    void put(int row, Softmax softmax) {
      classes[row] = 1 + softmax.likeliest();
      probabilities[row] = softmax.probability(softmax.likeliest());
    }
  }
}
