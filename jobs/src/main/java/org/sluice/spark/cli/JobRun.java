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
import org.sluice.spark.prepare.Summary;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.train.ConsoleProgress;
import org.sluice.spark.train.DistributedTrainer;

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
        case PREPARE -> beforehand.requireSource(job.source());
        case TRAIN -> {
          job.trainingJob(); // refuses settings that do not go together
          beforehand.requireResultOf(Step.PREPARE, step, steps);
        }
        case EVALUATE -> {
          beforehand.requireResultOf(Step.PREPARE, step, steps);
          requireModel(beforehand, step);
        }
        case PREDICT -> {
          requireModel(beforehand, step);
          beforehand.requireSource(job.source());
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
    out.println(Summary.of(job.prepare(spark, overwrite)));
  }

  private void train(SparkSession spark) throws IOException {
    Optional<Model> start = Optional.empty();
    if (from.isPresent()) {
      start = Optional.of(ModelFiles.read(new HadoopFileStore(from.get(), hadoop(spark))));
    }
    new DistributedTrainer(spark, job.trainingJob(), new ConsoleProgress(out))
        .train(job.prepared(spark), start);
  }

  private void evaluate(SparkSession spark) {
    out.print(job.evaluate(spark, modelFolder()));
  }

  private void predict(SparkSession spark) {
    out.print(job.predict(spark, modelFolder(), overwrite));
  }

  private String modelFolder() {
    return model.orElse(job.folder(Step.TRAIN.part));
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
