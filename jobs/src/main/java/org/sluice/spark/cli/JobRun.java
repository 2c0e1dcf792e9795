package org.sluice.spark.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.Summary;
import org.sluice.spark.train.ConsoleProgress;
import org.sluice.spark.train.DistributedTrainer;
import org.sluice.spark.train.StartModel;

/** Some steps of one job, in order. */
record JobRun(Job job, List<Step> steps, Wishes wishes, PrintStream out) {
  /**
   * What the command line asks for beside the job.
   *
   * @param overwrite whether what an earlier run finished is replaced
   * @param dryRun whether training is only planned
   * @param from folder of the model that training starts from
   * @param model folder of the model to evaluate or predict with, instead of the run's own
   * @param resume where a training is to go on: the settings that are meant to differ
   */
  record Wishes(
      boolean overwrite,
      boolean dryRun,
      Optional<String> from,
      Optional<String> model,
      Optional<List<String>> resume) {
    Wishes {
      Require.that(
          !overwrite || resume.isEmpty(),
          "--resume goes on with a training and --overwrite starts it anew; give one of them");
      Require.that(
          !dryRun || resume.isEmpty(),
          "--dry-run plans a training from its beginning, --resume goes on with one; give one of"
              + " them");
    }

    /** What came of a training that goes on is made again, whatever is there. */
    boolean replace() {
      return overwrite || resume.isPresent();
    }
  }

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
    wishes.from().ifPresent(folder -> beforehand.requireModel("--from", folder));
    wishes.model().ifPresent(folder -> beforehand.requireModel("--model", folder));
    if (!steps.equals(List.of(Step.PREPARE))) {
      job.requireTraining();
    }
    for (Step step : steps) {
      switch (step) {
        case PREPARE -> beforehand.requireSource(job.source());
        case TRAIN -> {
          job.trainingJob(); // refuses settings that do not go together
          beforehand.requireResultOf(Step.PREPARE, step, steps);
          wishes.resume().ifPresent(meant -> beforehand.requireCheckpoint());
        }
        case EVALUATE -> {
          beforehand.requireResultOf(Step.PREPARE, step, steps);
          requireModel(beforehand, step);
        }
        case PREDICT -> {
          requireModel(beforehand, step);
          if (job.predictsFromSource()) {
            beforehand.requireSource(job.source());
          }
        }
      }
    }
    if (!wishes.replace() && !wishes.dryRun()) {
      beforehand.refuseToOverwrite(steps.stream().filter(step -> step != Step.PREPARE).toList());
    }
  }

  private void requireModel(Beforehand beforehand, Step step) {
    if (wishes.model().isEmpty()) {
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
    out.println(Summary.of(job.prepare(spark, wishes.overwrite())));
  }

  private void train(SparkSession spark) throws IOException {
    DistributedTrainer trainer =
        new DistributedTrainer(spark, job.trainingJob(), new ConsoleProgress(out));
    if (wishes.resume().isPresent()) {
      trainer.resume(job.prepared(spark), wishes.resume().get());
      return;
    }
    Optional<StartModel> start = Optional.empty();
    if (wishes.from().isPresent()) {
      start = Optional.of(StartModel.read(wishes.from().get(), hadoop(spark)));
    }
    if (wishes.dryRun()) {
      trainer.rehearse(job.prepared(spark), start);
    } else {
      trainer.train(job.prepared(spark), start);
    }
  }

  private void evaluate(SparkSession spark) {
    out.print(job.evaluate(spark, modelFolder()));
  }

  private void predict(SparkSession spark) {
    out.print(job.predict(spark, modelFolder(), wishes.replace()));
  }

  private String modelFolder() {
    return wishes.model().orElse(job.folder(Step.TRAIN.part));
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
