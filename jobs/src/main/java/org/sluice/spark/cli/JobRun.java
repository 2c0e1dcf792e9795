package org.sluice.spark.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.Summary;
import org.sluice.spark.score.Evaluation;
import org.sluice.spark.score.Evaluator;
import org.sluice.spark.score.Forecaster;
import org.sluice.spark.score.Predictor;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.train.ConsoleProgress;
import org.sluice.spark.train.DistributedTrainer;
import org.sluice.spark.train.TrainingJob;

/**
 * Some steps of one job, in order.
 *
 * @param from folder of the model that training starts from
 * @param model folder of the model to evaluate or predict with, instead of the run's own
 */
record JobRun(
    Job job,
    List<Step> steps,
    boolean overwrite,
    Optional<String> from,
    Optional<String> model,
    PrintStream out) {

  /** Checks what can be checked, then starts Spark and works. */
  void go() throws IOException {
    check(new Beforehand(job, Sessions.hadoop(new SparkConf())));
    try (SparkSession spark = Sessions.start("sluice " + job.name())) {
      for (Step step : steps) {
        work(step, spark);
      }
    }
  }

  private void check(Beforehand beforehand) {
    from.ifPresent(folder -> beforehand.requireModel("--from", folder));
    model.ifPresent(folder -> beforehand.requireModel("--model", folder));
    for (Step step : steps) {
      switch (step) {
        case PREPARE -> beforehand.requireSource(job.data().source());
        case TRAIN -> {
          training(); // refuses settings that do not go together
          beforehand.requireResultOf(Step.PREPARE, step, steps);
        }
        case EVALUATE -> {
          beforehand.requireResultOf(Step.PREPARE, step, steps);
          requireModel(beforehand, step);
        }
        case PREDICT -> {
          requireModel(beforehand, step);
          beforehand.requireSource(job.data().source());
        }
      }
    }
    beforehand.refuseToOverwrite(
        steps.stream().filter(step -> step != Step.PREPARE).toList(), overwrite);
  }

  private void requireModel(Beforehand beforehand, Step step) {
    if (model.isEmpty()) {
      beforehand.requireResultOf(Step.TRAIN, step, steps);
    }
  }

  private void work(Step step, SparkSession spark) throws IOException {
    switch (step) {
      case PREPARE -> prepare(spark);
      case TRAIN -> train(spark);
      case EVALUATE -> evaluate(spark);
      case PREDICT -> predict(spark);
    }
  }

  private void prepare(SparkSession spark) {
    PreparedDataSet data = Prepare.run(spark, job.data(), job.folder(Step.PREPARE.part), overwrite);
    out.println(Summary.of(data));
  }

  private void train(SparkSession spark) throws IOException {
    Optional<Model> start = Optional.empty();
    if (from.isPresent()) {
      start = Optional.of(ModelFiles.read(new HadoopFileStore(from.get(), hadoop(spark))));
    }
    new DistributedTrainer(spark, training(), new ConsoleProgress(out))
        .train(prepared(spark), start);
  }

  private void evaluate(SparkSession spark) {
    Evaluator evaluator =
        new Evaluator(prepared(spark), forecaster(spark), job.predict(), job.evaluate());
    Evaluation evaluation = evaluator.run(spark);
    evaluation.write(job.output(), hadoop(spark));
    out.print(evaluation.table());
  }

  private void predict(SparkSession spark) {
    Predictor predictor = new Predictor(job.data(), forecaster(spark), job.predict());
    out.print(predictor.run(spark, job.folder(Step.PREDICT.part), overwrite).text());
  }

  private TrainingJob training() {
    return new TrainingJob(job.name(), job.output(), job.model(), job.training());
  }

  private PreparedDataSet prepared(SparkSession spark) {
    return PreparedDataSet.open(spark, job.folder(Step.PREPARE.part));
  }

  private Forecaster forecaster(SparkSession spark) {
    return Forecaster.read(model.orElse(job.folder(Step.TRAIN.part)), hadoop(spark));
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
