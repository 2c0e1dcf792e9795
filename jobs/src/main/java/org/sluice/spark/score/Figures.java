package org.sluice.spark.score;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sluice.engine.metrics.ErrorSums;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.spark.score.Evaluation.Errors;

/**
 * Turns sums of errors into figures.
 *
 * @param errors of {@link MethodErrors#sums}
 * @param scale of the seasonal naive forecast over the training span, one horizon, in the targets'
 *     own units
 */
record Figures(ForecastErrors[] errors, ForecastErrors scale) {

  Evaluation.Target target(String name, int y) {
    double mase = scale.at(0, y).mae();
    return new Evaluation.Target(
        name,
        orNull(mase),
        byMethod(
            Method.values().length,
            sums -> figures(sums.target(y), mase),
            (sums, h) -> figures(sums.at(h, y), mase)));
  }

  /** All targets together, in scaled units; no MASE, whose unit is each target's own. */
  Map<Method, Evaluation.Scores> scaled() {
    return byMethod(
        0,
        sums -> figures(sums.all(), Double.NaN),
        (sums, h) -> figures(sums.horizon(h), Double.NaN));
  }

  private interface AtHorizon {
    Errors of(ForecastErrors sums, int horizon);
  }

  /**
   * @param first where the errors of the first method stand
   */
  private Map<Method, Evaluation.Scores> byMethod(
      int first, Function<ForecastErrors, Errors> all, AtHorizon each) {
    Map<Method, Evaluation.Scores> scores = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      ForecastErrors sums = errors[first + method.ordinal()];
      List<Errors> horizons =
          IntStream.range(0, sums.horizons()).mapToObj(h -> each.of(sums, h)).toList();
      scores.put(method, new Evaluation.Scores(all.apply(sums), horizons));
    }
    return scores;
  }

  private static Errors figures(ErrorSums sums, double mase) {
    return new Errors(
        sums.count(),
        orNull(sums.mse()),
        orNull(sums.mae()),
        orNull(sums.rmse()),
        orNull(sums.mase(mase)));
  }

  /** JSON has no word for what is not a number. */
  private static Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
