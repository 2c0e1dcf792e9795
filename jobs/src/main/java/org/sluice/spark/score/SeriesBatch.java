package org.sluice.spark.score;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.spark.prepare.Derivation;
import org.sluice.spark.shard.Scaling;
import org.sluice.spark.shard.SegmentAssembler;

/** Forecasts of several series side by side. One thread. */
final class SeriesBatch {
  private final ForecastPlan plan;
  private final Pass pass;

  SeriesBatch(ForecastPlan plan) {
    this.plan = plan;
    Framing framing = plan.framing();
    Batch.Shape shape =
        new Batch.Shape(plan.context(), plan.lanes(), framing.features(), framing.outputs(), 1);
    pass = new Pass(plan.network(), plan.theta().value(), shape);
  }

  /** Forecasts of each series in turn, by horizon and target; as many series as lanes at most. */
  List<Row> forecast(List<List<LastRow>> series) {
    List<Segment> windows = series.stream().map(this::window).toList();
    Shard shard = new Shard(0, windows, List.of());
    Batcher batcher = Batchers.inOrder(shard, plan.framing(), plan.lanes());
    pass.run(batcher, 0);
    List<Row> forecasts = new ArrayList<>();
    for (int b = 0; b < windows.size(); b++) {
      add(series.get(b).get(0), windows.get(b), b, forecasts);
    }
    return forecasts;
  }

  /** The series' one window: its last rows, and as its targets the unknown rows behind them. */
  private Segment window(List<LastRow> rows) {
    int past = plan.lead() + plan.context();
    long start = rows.get(0).getLast() + 1 - past;
    SegmentAssembler assembler =
        new SegmentAssembler(0, start, past + plan.horizon(), rows.get(0).scaling(plan.scaling()));
    LastRow end = rows.get(0);
    Derivation derivation = new Derivation(plan.derivation());
    long first = end.getFirst();
    derivation.begin(
        Math.max(first, start - plan.derivation().lookback()),
        end.getLast() + 1 + plan.derivation().lookahead(),
        end.getLast());
    rows.forEach(row -> derivation.put(row.getIndex(), row.getValues()));
    for (long index = Math.max(first, start); index <= end.getLast(); index++) {
      float[] values = derivation.row(index);
      assembler.add(index, values, missing(values));
    }
    return Segments.tail(assembler.build(), plan.lead());
  }

  private static BitSet missing(float[] values) {
    BitSet missing = new BitSet(values.length);
    for (int c = 0; c < values.length; c++) {
      missing.set(c, Float.isNaN(values[c]));
    }
    return missing;
  }

  private void add(LastRow series, Segment window, int b, List<Row> forecasts) {
    int[] columns = plan.framing().targets();
    Scaling scaling = series.scaling(plan.scaling());
    int at = b * pass.batch().outputs;
    for (int h = 1; h <= plan.horizon(); h++) {
      for (int y = 0; y < columns.length; y++) {
        float base = plan.framing().centered() ? window.value(plan.context() - 1, columns[y]) : 0;
        double value = scaling.unscale(columns[y], (double) pass.outputs()[at++] + base);
        forecasts.add(row(series, h, plan.targets().get(y), value));
      }
    }
  }

  private Row row(LastRow series, int horizon, String target, double value) {
    List<Object> cells = new ArrayList<>(List.of(series.getKey()));
    cells.add(new Timestamp(plan.millis(series.getLast() + horizon)));
    cells.add(horizon);
    cells.add(target);
    cells.add(value);
    return RowFactory.create(cells.toArray());
  }
}
