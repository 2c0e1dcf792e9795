package org.sluice.spark.score;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.shard.Cut;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.ShardPlan;

/**
 * A shard's errors as {@link MethodErrors} keeps them. Its windows are those of the plan; the rows
 * before a segment's first window are the past of the naive forecasts.
 *
 * @param season in steps
 */
record ShardEvaluation(
    NetworkSpec network,
    Broadcast<float[]> theta,
    Broadcast<ShardPlan> plan,
    Framing framing,
    Scalings scaling,
    int season)
    implements Function2<Integer, Iterator<Shard>, Iterator<ForecastErrors[]>> {

  @Override
  public Iterator<ForecastErrors[]> call(Integer index, Iterator<Shard> shard) {
    return List.<ForecastErrors[]>of(errors(shard.next(), plan.value().cuts(index))).iterator();
  }

  private ForecastErrors[] errors(Shard shard, List<Cut> cuts) {
    MethodErrors errors = new MethodErrors(framing);
    Batcher batcher = Batchers.inOrder(withoutLeads(shard, cuts), framing, rows());
    Pass pass = new Pass(network, theta.value(), batcher.shape());
    int segment = 0;
    int window = 0;
    for (long index = 0; index < batcher.batches(); index++) {
      pass.run(batcher, index);
      for (int b = 0; b < rows() && segment < cuts.size(); b++) {
        if (window == 0) {
          errors.of(scaling.of(cuts.get(segment).series()));
        }
        int end = cuts.get(segment).lead() + window + framing.window().steps() - 1;
        addModel(pass, b, shard.segments().get(segment), end, errors);
        addNaive(shard.segments().get(segment), end, errors);
        if (++window == cuts.get(segment).count()) {
          segment++;
          window = 0;
        }
      }
    }
    return errors.sums();
  }

  private int rows() {
    return Pass.rows(framing.window().steps());
  }

  /**
   * @param end row of the window's last step
   */
  private void addModel(Pass pass, int b, Segment segment, int end, MethodErrors errors) {
    Batch batch = pass.batch();
    int at = b * batch.outputs;
    for (int h = 0; h < framing.window().horizon(); h++) {
      for (int y = 0; y < framing.targets().length; y++, at++) {
        if (batch.weight[at] != 0) {
          float base = framing.centered() ? segment.value(end, framing.targets()[y]) : 0;
          errors.addFrom(base, h, y, pass.outputs()[at], batch.target[at]);
        }
      }
    }
  }

  /**
   * @param end row of the window's last step
   */
  private void addNaive(Segment segment, int end, MethodErrors errors) {
    for (int h = 0; h < framing.window().horizon(); h++) {
      int row = end + 1 + h;
      int past = row - (h / season + 1) * season;
      for (int y = 0; y < framing.targets().length; y++) {
        int column = framing.targets()[y];
        if (segment.observed(row, column)) {
          float actual = segment.value(row, column);
          float last = segment.value(end, column);
          float seasonal = past < 0 ? last : segment.value(past, column);
          errors.add(Method.LAST_VALUE, h, y, last, actual);
          errors.add(Method.LAST_SEASON, h, y, seasonal, actual);
        }
      }
    }
  }

  private static Shard withoutLeads(Shard shard, List<Cut> cuts) {
    List<Segment> tails = new ArrayList<>();
    for (int s = 0; s < cuts.size(); s++) {
      tails.add(Segments.tail(shard.segments().get(s), cuts.get(s).lead()));
    }
    return new Shard(shard.index(), tails, List.of());
  }
}
