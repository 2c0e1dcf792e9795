package org.sluice.spark.cli;

import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.score.EvaluateSpec;
import org.sluice.spark.score.PredictSpec;
import org.sluice.spark.train.ModelSpec;
import org.sluice.spark.train.TrainingSpec;

/**
 * A job file as records.
 *
 * @param output the run's folder, on any Hadoop path
 */
record Job(
    String name,
    Task task,
    String output,
    DataSpec data,
    ModelSpec model,
    TrainingSpec training,
    EvaluateSpec evaluate,
    PredictSpec predict) {

  /** What a job is to learn. */
  enum Task {
    FORECAST
  }

  Job {
    Require.notBlank("name", name);
    Require.notBlank("output", output);
  }

  /** The part of the run's folder that is called {@code part}. */
  String folder(String part) {
    return output.endsWith("/") ? output + part : output + "/" + part;
  }
}
