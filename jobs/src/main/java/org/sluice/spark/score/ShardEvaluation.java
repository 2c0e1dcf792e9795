package org.sluice.spark.score;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.engine.data.Batch;
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
    ShardWindows windows = new ShardWindows(network, theta.value(), framing);
    windows.each(
        shard,
        cuts,
        new ShardWindows.Sink() {
          @Override
          public void segment(Cut cut) {
            errors.of(scaling.of(cut.series()));
          }

          @Override
          public void window(Segment segment, int end, Pass pass, int b) {
            addModel(pass, b, segment, end, errors);
            addNaive(segment, end, errors);
          }
        });
    return errors.sums();
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
}
