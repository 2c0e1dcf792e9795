package org.sluice.spark.score;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.metrics.Confusion;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.shard.SamplingSpec;
import org.sluice.spark.shard.ShardPlan;

/** What a network takes the labels of a shard for; those that are missing count nowhere. */
record ClassCounts(
    NetworkSpec network,
    Broadcast<float[]> theta,
    Broadcast<ShardPlan> plan,
    Framing framing,
    SamplingSpec sampling)
    implements Function2<Integer, Iterator<Shard>, Iterator<Confusion>> {

  @Override
  public Iterator<Confusion> call(Integer index, Iterator<Shard> shards) {
    Shard shard = shards.next();
    int label = framing.targets()[0];
    Softmax softmax = new Softmax(network.outputs());
    Confusion confusion = new Confusion(network.outputs());
    new LabelPass(network, theta.value(), framing, sampling)
        .each(
            shard,
            plan.value().cuts(index),
            (s, row, logits, at) -> {
              Segment segment = shard.segments().get(s);
              if (segment.observed(row, label)) {
                int actual = (int) segment.value(row, label);
                softmax.read(logits, at);
                confusion.add(actual, softmax.likeliest(), softmax.nats(logits[at + actual]));
              }
            });
    return List.of(confusion).iterator();
  }
}
