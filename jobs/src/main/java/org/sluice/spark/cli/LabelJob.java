package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.network.Pooling;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.LabelSpec;
import org.sluice.spark.prepare.LabelSpec.Per;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.score.LabelPredictor;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.train.TableClassifierSpec;
import org.sluice.spark.train.TrainingSpec;

/** A job file whose task is to tell the labels of a table: of its steps, or of whole series. */
record LabelJob(
    String name,
    Task task,
    String output,
    DataSpec data,
    TableClassifierSpec model,
    TrainingSpec training,
    Predict predict)
    implements ClassifierJob {
  LabelJob {
    Job.check(name, output);
    Require.that(
        data.targets().isEmpty(),
        "data.targets is of task = forecast, got %s; what task = %s tells stands in"
            + " data.label.column",
        data.targets(),
        Require.written(task));
    LabelSpec label = data.label().orElseThrow(); // data.label.per has a default
    check(task, label);
    model.categories().check(data.categories());
    boolean oneLabel = task == Task.CLASSIFY || training.sampling() == Sampling.WINDOWED;
    Require.that(
        oneLabel || model.pooling() == Pooling.LAST,
        "model.pooling must be last where every step has a label, got %s",
        Require.written(model.pooling()));
    Require.that(
        task == Task.TAG || training.sampling() != Sampling.STATEFUL,
        "training.sampling must be sequences or windowed where task is classify, since a stream"
            + " tells a label at each step, got stateful; use task = tag with data.label.per ="
            + " step");
  }

  private static void check(Task task, LabelSpec label) {
    Per wanted = task == Task.TAG ? Per.STEP : Per.SEQUENCE;
    Per per = label.per().orElse(Per.STEP);
    Require.that(
        per == wanted,
        "data.label.per must be %s where task is %s, got %s",
        Require.written(wanted),
        Require.written(task),
        Require.written(per));
    Require.that(
        !label.leaveOut().orElse(false),
        "data.label.leaveOut keeps anomalies from forecasts; task = %s learns them, so leave it"
            + " out",
        Require.written(task));
  }

  @Override
  public SourceSpec source() {
    return data.source();
  }

  @Override
  public PreparedDataSet prepare(SparkSession spark, boolean overwrite) {
    return Prepare.run(spark, data, folder(Step.PREPARE.part), overwrite);
  }

  @Override
  public String predict(SparkSession spark, String model, boolean overwrite) {
    LabelPredictor predictor = new LabelPredictor(data, classifier(spark, model), predict.format());
    return predictor.run(spark, folder(Step.PREDICT.part), overwrite).text();
  }
}
