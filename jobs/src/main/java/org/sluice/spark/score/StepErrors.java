package org.sluice.spark.score;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.shard.Cut;
import org.sluice.spark.shard.ShardPlan;

/**
 * How far off the forecast of each step is, made one step before it, in scaled units: {@code series
 * int, index long, target int, score double}. Of target -1 the score is the mean of the squares
 * over all targets that were observed.
 */
record StepErrors(
    NetworkSpec network, Broadcast<float[]> theta, Broadcast<ShardPlan> plan, Framing framing)
    implements Function2<Integer, Iterator<Shard>, Iterator<Row>> {
  /** In place of a target. */
  static final int ALL = -1;

  @Override
  public Iterator<Row> call(Integer index, Iterator<Shard> shard) {
    List<Row> rows = new ArrayList<>();
    new ShardWindows(network, theta.value(), framing)
        .each(
            shard.next(),
            plan.value().cuts(index),
            new ShardWindows.Sink() {
              @Override
              public void segment(Cut cut) {}

              @Override
              public void window(Segment segment, int end, Pass pass, int b) {
                add(segment.series(), segment.start() + end + 1, pass, b, rows);
              }
            });
    return rows.iterator();
  }

  private void add(int series, long index, Pass pass, int b, List<Row> rows) {
    Batch batch = pass.batch();
    double squares = 0;
    int observed = 0;
    for (int y = 0; y < framing.targets().length; y++) {
      int at = b * batch.outputs + y;
      if (batch.weight[at] != 0) {
        double error = (double) pass.outputs()[at] - batch.target[at];
        rows.add(RowFactory.create(series, index, y, Math.abs(error)));
        squares += error * error;
        observed++;
      }
    }
    if (observed > 0) {
      rows.add(RowFactory.create(series, index, ALL, squares / observed));
    }
  }
}
