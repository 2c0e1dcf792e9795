package org.sluice.spark.score;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.metrics.TokenPair;
import scala.Tuple2;

/**
 * Counts the pairs of neighbours in the lanes of a shard.
 *
 * @param test whether the shard is of the test span, else of the training span
 */
record TokenPairs(boolean test) implements PairFlatMapFunction<Shard, Long, TokenPair> {

  /** Each pair that occurs, once. */
  static JavaRDD<TokenPair> of(JavaRDD<Shard> training, JavaRDD<Shard> test) {
    return training
        .flatMapToPair(new TokenPairs(false))
        .union(test.flatMapToPair(new TokenPairs(true)))
        .reduceByKey(TokenPair::plus)
        .values();
  }

  @Override
  public Iterator<Tuple2<Long, TokenPair>> call(Shard shard) {
    Map<Long, TokenPair> pairs = new HashMap<>();
    for (Shard.Lane lane : shard.lanes()) {
      for (Shard.Stretch stretch : lane.stretches()) {
        add(shard.segments().get(stretch.segment()), stretch, pairs);
      }
    }
    return pairs.values().stream().map(pair -> new Tuple2<>(pair.key(), pair)).iterator();
  }

  private void add(Segment segment, Shard.Stretch stretch, Map<Long, TokenPair> pairs) {
    for (int row = stretch.row(); row < stretch.row() + stretch.steps(); row++) {
      TokenPair one =
          new TokenPair(
              (int) segment.value(row, 0),
              (int) segment.value(row + 1, 0),
              test ? 0 : 1,
              test ? 1 : 0);
      pairs.merge(one.key(), one, TokenPair::plus);
    }
  }
}
