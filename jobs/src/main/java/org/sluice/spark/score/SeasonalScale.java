package org.sluice.spark.score;

import org.apache.spark.api.java.function.Function;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.spark.shard.Scaling;
import org.sluice.spark.shard.Scalings;

/**
 * Errors of repeating the value one season before, over the lanes of a shard: each pair of rows one
 * season apart, of one series and both observed, counts once. In the targets' own units.
 *
 * @param targets columns
 * @param season in steps
 */
record SeasonalScale(int[] targets, Scalings scaling, int season)
    implements Function<Shard, ForecastErrors> {

  @Override
  public ForecastErrors call(Shard shard) {
    ForecastErrors errors = new ForecastErrors(1, targets.length);
    for (Shard.Lane lane : shard.lanes()) {
      for (Shard.Stretch stretch : lane.stretches()) {
        add(shard.segments().get(stretch.segment()), stretch, errors);
      }
    }
    return errors;
  }

  private void add(Segment segment, Shard.Stretch stretch, ForecastErrors errors) {
    Scaling own = scaling.of(segment.series());
    int end = Math.min(stretch.row() + stretch.steps(), segment.rows() - season);
    for (int row = stretch.row(); row < end; row++) {
      for (int y = 0; y < targets.length; y++) {
        int column = targets[y];
        if (segment.observed(row, column) && segment.observed(row + season, column)) {
          errors.add(
              0,
              y,
              own.unscale(column, segment.value(row, column)),
              own.unscale(column, segment.value(row + season, column)));
        }
      }
    }
  }
}
