package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.train.NetworkDesign;
import org.sluice.spark.train.TrainingJob;
import org.sluice.spark.train.TrainingSpec;

/** A job file as records, whatever its task. */
sealed interface Job permits ClassifierJob, ForecastJob, LanguageModelJob, SequenceJob {
  String name();

  /** The run's folder, on any Hadoop path. */
  String output();

  SourceSpec source();

  NetworkDesign model();

  TrainingSpec training();

  /** The part of the run's folder that is called {@code part}. */
  default String folder(String part) {
    return output().endsWith("/") ? output() + part : output() + "/" + part;
  }

  /**
   * @throws org.sluice.engine.base.SluiceException if settings do not go together
   */
  default TrainingJob trainingJob() {
    return new TrainingJob(name(), output(), model(), training());
  }

  /**
   * @throws org.sluice.engine.base.SluiceException if nothing but preparing can be done
   */
  default void requireTraining() {}

  /** Makes the prepared data set, or finds it made. */
  PreparedDataSet prepare(SparkSession spark, boolean overwrite);

  /**
   * Measures a model on the test span and writes {@code evaluation.json}.
   *
   * @param model its folder
   * @return the figures for people
   */
  String evaluate(SparkSession spark, String model);

  /**
   * Writes {@code predictions}.
   *
   * @param model its folder
   * @return what was written, for people
   */
  String predict(SparkSession spark, String model, boolean overwrite);

  /** Whether {@link #predict} reads the source: otherwise the model is all it needs. */
  boolean predictsFromSource();

  /** What {@link #prepare} left in the run's folder. */
  default PreparedDataSet prepared(SparkSession spark) {
    return PreparedDataSet.open(spark, folder(Step.PREPARE.part));
  }

  /** What every job file must say. */
  static void check(String name, String output) {
    Require.notBlank("name", name);
    Require.notBlank("output", output);
  }
}
