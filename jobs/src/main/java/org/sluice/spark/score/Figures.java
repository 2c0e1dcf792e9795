package org.sluice.spark.score;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sluice.engine.metrics.ErrorSums;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.spark.score.Evaluation.Errors;
import org.sluice.spark.shard.Scaling;

/**
 * Turns sums of errors in scaled units into figures in the targets' own.
 *
 * @param columns where each target stands among the columns
 * @param errors one for each {@link Method}, in their order
 * @param scale of the seasonal naive forecast over the training span, one horizon
 */
record Figures(Scaling scaling, int[] columns, ForecastErrors[] errors, ForecastErrors scale) {

  Evaluation.Target target(String name, int y) {
    double unit = scaling.divisor()[columns[y]];
    double mase = scale.at(0, y).mae(); // scaled like the errors it divides
    return new Evaluation.Target(
        name,
        orNull(mase * unit),
        byMethod(
            sums -> figures(sums.target(y), unit, mase),
            (sums, h) -> figures(sums.at(h, y), unit, mase)));
  }

  /** All targets together, in scaled units; no MASE, whose unit is each target's own. */
  Map<Method, Evaluation.Scores> scaled() {
    return byMethod(
        sums -> figures(sums.all(), 1, Double.NaN),
        (sums, h) -> figures(sums.horizon(h), 1, Double.NaN));
  }

  private interface AtHorizon {
    Errors of(ForecastErrors sums, int horizon);
  }

  private Map<Method, Evaluation.Scores> byMethod(
      Function<ForecastErrors, Errors> all, AtHorizon each) {
    Map<Method, Evaluation.Scores> scores = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      ForecastErrors sums = errors[method.ordinal()];
      List<Errors> horizons =
          IntStream.range(0, sums.horizons()).mapToObj(h -> each.of(sums, h)).toList();
      scores.put(method, new Evaluation.Scores(all.apply(sums), horizons));
    }
    return scores;
  }

  private static Errors figures(ErrorSums sums, double unit, double mase) {
    return new Errors(
        sums.count(),
        orNull(sums.mse() * unit * unit),
        orNull(sums.mae() * unit),
        orNull(sums.rmse() * unit),
        orNull(sums.mase(mase)));
  }

  /** JSON has no word for what is not a number. */
  private static Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
