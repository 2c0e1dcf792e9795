package org.sluice.spark.score;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Framing;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.spark.prepare.LabelInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.ShardPlan;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/**
 * Measures a model on the test span of a data set, beside naive forecasts. Every window whose
 * targets lie wholly inside the span counts; sums are made shard by shard and joined in their
 * order, over shards that depend on the data alone, so that every cluster finds the same figures.
 */
public final class Evaluator {
  private final PreparedDataSet data;
  private final Forecaster forecaster;
  private final int context;
  private final String contextSetting;
  private final int season;
  private Scalings scalings; // of the data set's series, by the model's scalers

  /**
   * @throws org.sluice.engine.base.SluiceException if the model was trained on other columns or
   *     another time step, or the season is not a whole number of steps
   */
  public Evaluator(
      PreparedDataSet data, Forecaster forecaster, PredictSpec predict, EvaluateSpec evaluate) {
    forecaster.requireLike(data.table());
    this.data = data;
    this.forecaster = forecaster;
    context = predict.steps(forecaster.preprocessing().window());
    contextSetting = predict.setting();
    season = evaluate.steps(data.table().stepMillis());
  }

  /**
   * Runs the jobs.
   *
   * @throws org.sluice.engine.base.SluiceException if no window fits the span, or nothing in it was
   *     observed
   */
  public Evaluation run(SparkSession spark) {
    scalings = Scalings.of(data, forecaster.preprocessing(), forecaster.folder());
    Framing framing = forecaster.preprocessing().framing(context, 1);
    ShardPlan plan =
        Shards.windowPlan(
            data, Span.TEST, framing.window(), season, Spread.shards(data.info()), contextSetting);
    ForecastErrors[] errors = errors(spark, framing, plan);
    Require.that(
        errors[0].all().count() > 0,
        "no target was observed in the test span; choose another span in data.split");
    ForecastErrors scale = scale(framing.targets());
    return report(plan.count(), errors, scale, anomalies(spark, framing, plan));
  }

  private ForecastErrors[] errors(SparkSession spark, Framing framing, ShardPlan plan) {
    return Spread.withModel(
        spark,
        forecaster.theta(),
        plan,
        (theta, shared) ->
            Shards.of(data, Span.TEST, plan, scalings)
                .mapPartitionsWithIndex(
                    new ShardEvaluation(
                        forecaster.network(), theta, shared, framing, scalings, season),
                    false)
                .collect()
                .stream()
                .reduce(Evaluator::merge)
                .orElseThrow());
  }

  /** Null without labels that say which steps are anomalies. */
  private Evaluation.Anomalies anomalies(SparkSession spark, Framing framing, ShardPlan plan) {
    LabelInfo label = data.table().label();
    if (label == null || !label.tellsAnomalousSteps()) {
      return null;
    }
    return Spread.withModel(
        spark,
        forecaster.theta(),
        plan,
        (theta, shared) -> {
          StepErrors errors = new StepErrors(forecaster.network(), theta, shared, framing);
          JavaRDD<Row> scores =
              Shards.of(data, Span.TEST, plan, scalings).mapPartitionsWithIndex(errors, false);
          return AnomalyMeasure.of(spark, scores, data, data.table().targets());
        });
  }

  private static ForecastErrors[] merge(ForecastErrors[] sums, ForecastErrors[] more) {
    for (int method = 0; method < sums.length; method++) {
      sums[method].merge(more[method]);
    }
    return sums;
  }

  /** In-sample errors of the seasonal naive forecast, for MASE; empty for a short training span. */
  private ForecastErrors scale(int[] targets) {
    ShardPlan plan = Shards.lanePlan(data, Span.TRAIN, season, Spread.shards(data.info()), 1);
    List<ForecastErrors> parts =
        Shards.of(data, Span.TRAIN, plan, scalings)
            .map(new SeasonalScale(targets, scalings, season))
            .collect();
    ForecastErrors sums = new ForecastErrors(1, targets.length);
    parts.forEach(sums::merge);
    return sums;
  }

  private Evaluation report(
      long windows, ForecastErrors[] errors, ForecastErrors scale, Evaluation.Anomalies anomalies) {
    TableInfo info = data.table();
    Figures figures = new Figures(errors, scale);
    List<String> names = info.targets();
    return new Evaluation(
        Evaluation.FORMAT,
        local(info.millis(info.spans().test()), info.zone()),
        local(info.millis(info.spans().end() - 1), info.zone()),
        info.zone(),
        windows,
        context,
        errors[0].horizons(),
        season,
        names.stream().map(name -> figures.target(name, names.indexOf(name))).toList(),
        figures.scaled(),
        anomalies);
  }

  private static String local(long millis, String zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of(zone)).toString();
  }
}
