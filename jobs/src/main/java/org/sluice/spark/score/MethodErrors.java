package org.sluice.spark.score;

import java.util.Arrays;
import java.util.stream.Stream;
import org.sluice.engine.data.Framing;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.spark.shard.Scaling;

/**
 * Errors of each {@link Method}, in scaled units and in each target's own. The two differ by more
 * than a factor where a logarithm was taken. One thread at a time.
 */
final class MethodErrors {
  private Scaling scaling; // of the series at hand
  private final int[] columns; // of the targets
  private final ForecastErrors[] scaled;
  private final ForecastErrors[] own;

  MethodErrors(Framing framing) {
    columns = framing.targets();
    scaled = empty(framing);
    own = empty(framing);
  }

  private static ForecastErrors[] empty(Framing framing) {
    return Arrays.stream(Method.values())
        .map(method -> new ForecastErrors(framing.window().horizon(), framing.targets().length))
        .toArray(ForecastErrors[]::new);
  }

  /** What is added from now on is of a series that is scaled so. */
  void of(Scaling series) {
    scaling = series;
  }

  /** Adds a naive forecast, in scaled units. */
  void add(Method method, int h, int y, float forecast, float actual) {
    scaled[method.ordinal()].add(h, y, forecast, actual);
    addOwn(method, h, y, forecast, actual);
  }

  /** Adds the model's forecast, in scaled units, forecast and actual value less {@code base}. */
  void addFrom(float base, int h, int y, float forecast, float actual) {
    scaled[Method.MODEL.ordinal()].add(h, y, forecast, actual);
    addOwn(Method.MODEL, h, y, (double) forecast + base, (double) actual + base);
  }

  private void addOwn(Method method, int h, int y, double forecast, double actual) {
    own[method.ordinal()].add(
        h, y, scaling.unscale(columns[y], forecast), scaling.unscale(columns[y], actual));
  }

  /** In scaled units by method, then in the targets' own by method: the sums themselves. */
  ForecastErrors[] sums() {
    return Stream.concat(Arrays.stream(scaled), Arrays.stream(own)).toArray(ForecastErrors[]::new);
  }
}
