package org.sluice.spark.score;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Forecasts series after series, a batch of them at a time. Rows come by (key, index). */
record SeriesForecasts(ForecastPlan plan) implements MapPartitionsFunction<LastRow, Row> {

  @Override
  public Iterator<Row> call(Iterator<LastRow> rows) {
    return new Batches(plan, rows);
  }

  private static final class Batches implements Iterator<Row> {
    private final ForecastPlan plan;
    private final SeriesBatch batch;
    private final Iterator<LastRow> rows;
    private final Deque<Row> ready = new ArrayDeque<>();
    private LastRow ahead;

    Batches(ForecastPlan plan, Iterator<LastRow> rows) {
      this.plan = plan;
      this.rows = rows;
      batch = new SeriesBatch(plan);
      ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty() && ahead != null) {
        List<List<LastRow>> group = new ArrayList<>();
        while (ahead != null && group.size() < plan.lanes()) {
          group.add(nextSeries());
        }
        ready.addAll(batch.forecast(group));
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private List<LastRow> nextSeries() {
      List<LastRow> series = new ArrayList<>();
      LastRow first = ahead;
      while (ahead != null && ahead.sameSeries(first)) {
        series.add(ahead);
        ahead = rows.hasNext() ? rows.next() : null;
      }
      return series;
    }
  }
}
