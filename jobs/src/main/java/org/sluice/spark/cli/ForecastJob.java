package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.score.EvaluateSpec;
import org.sluice.spark.score.Evaluation;
import org.sluice.spark.score.Evaluator;
import org.sluice.spark.score.Forecaster;
import org.sluice.spark.score.PredictSpec;
import org.sluice.spark.score.Predictor;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.train.ModelSpec;
import org.sluice.spark.train.TrainingSpec;

/** A job file whose task is to forecast. */
record ForecastJob(
    String name,
    Task task,
    String output,
    DataSpec data,
    ModelSpec model,
    TrainingSpec training,
    EvaluateSpec evaluate,
    PredictSpec predict)
    implements Job {
  ForecastJob {
    Job.check(name, output);
    Require.that(!data.targets().isEmpty(), "data.targets must name at least one column, got none");
    model.categories().check(data.categories());
    Require.that(
        !model.centered() || data.targets().equals(data.tableTargets()),
        "model.center must be none where data.targets names remaining.n, which no row of a new"
            + " table tells, got last");
    Require.that(
        !data.leavesAnomaliesOut() || training.sampling() == Sampling.WINDOWED,
        "data.label.leaveOut leaves windows out, so training.sampling must be windowed, got"
            + " stateful");
  }

  @Override
  public SourceSpec source() {
    return data.source();
  }

  @Override
  public boolean predictsFromSource() {
    return true;
  }

  @Override
  public PreparedDataSet prepare(SparkSession spark, boolean overwrite) {
    return Prepare.run(spark, data, folder(Step.PREPARE.part), overwrite);
  }

  @Override
  public String evaluate(SparkSession spark, String model) {
    Evaluator evaluator = new Evaluator(prepared(spark), read(spark, model), predict, evaluate);
    Evaluation evaluation = evaluator.run(spark);
    evaluation.write(output, spark.sparkContext().hadoopConfiguration());
    return evaluation.table();
  }

  @Override
  public String predict(SparkSession spark, String model, boolean overwrite) {
    Predictor predictor = new Predictor(data, read(spark, model), predict);
    return predictor.run(spark, folder(Step.PREDICT.part), overwrite).text();
  }

  private static Forecaster read(SparkSession spark, String model) {
    return Forecaster.read(model, spark.sparkContext().hadoopConfiguration());
  }
}
