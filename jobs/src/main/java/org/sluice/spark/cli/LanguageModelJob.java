package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.PrepareText;
import org.sluice.spark.prepare.text.TextSpec;
import org.sluice.spark.score.BaselineSpec;
import org.sluice.spark.score.GenerateSpec;
import org.sluice.spark.score.LanguageEvaluation;
import org.sluice.spark.score.LanguageEvaluator;
import org.sluice.spark.score.LanguageModel;
import org.sluice.spark.score.TextGenerator;
import org.sluice.spark.train.LanguageModelSpec;
import org.sluice.spark.train.TrainingSpec;

/** A job file whose task is to learn a language. */
record LanguageModelJob(
    String name,
    Task task,
    String output,
    TextSpec data,
    LanguageModelSpec model,
    TrainingSpec training,
    BaselineSpec evaluate,
    GenerateSpec predict)
    implements Job {
  LanguageModelJob {
    Job.check(name, output);
    int vectors = data.text().vectors().width();
    Require.that(
        vectors == 0 || model.pretrained().isPresent() || vectors == model.embedding().width(),
        "model.embedding.width must be data.text.vectors.width, %d, so that training can start from"
            + " the vectors, got %d",
        vectors,
        model.embedding().width());
  }

  @Override
  public SourceSpec source() {
    return data.source();
  }

  @Override
  public boolean predictsFromSource() {
    return false;
  }

  @Override
  public PreparedDataSet prepare(SparkSession spark, boolean overwrite) {
    return PrepareText.run(spark, data, folder(Step.PREPARE.part), overwrite);
  }

  @Override
  public String evaluate(SparkSession spark, String model) {
    LanguageEvaluation evaluation =
        new LanguageEvaluator(prepared(spark), read(spark, model), evaluate).run(spark);
    evaluation.write(output, spark.sparkContext().hadoopConfiguration());
    return evaluation.table();
  }

  @Override
  public String predict(SparkSession spark, String model, boolean overwrite) {
    String text = new TextGenerator(read(spark, model), predict, training.seed()).text();
    return predict.write(
        text, folder(Step.PREDICT.part), spark.sparkContext().hadoopConfiguration());
  }

  private static LanguageModel read(SparkSession spark, String model) {
    return LanguageModel.read(model, spark.sparkContext().hadoopConfiguration());
  }
}
