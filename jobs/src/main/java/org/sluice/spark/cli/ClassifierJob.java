package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.spark.score.ClassEvaluation;
import org.sluice.spark.score.ClassEvaluator;
import org.sluice.spark.score.Classifier;
import org.sluice.spark.score.PredictSpec.Format;

/** A job file whose task is to tell labels, of a table or of texts. */
sealed interface ClassifierJob extends Job permits LabelJob, SequenceJob.Labels {

  /** How labels are written. */
  record Predict(Format format) {}

  Predict predict();

  @Override
  default String evaluate(SparkSession spark, String model) {
    ClassEvaluation evaluation =
        new ClassEvaluator(prepared(spark), classifier(spark, model)).run(spark);
    evaluation.write(output(), spark.sparkContext().hadoopConfiguration());
    return evaluation.table();
  }

  @Override
  default boolean predictsFromSource() {
    return true;
  }

  /**
   * @param model its folder
   */
  default Classifier classifier(SparkSession spark, String model) {
    return Classifier.read(model, spark.sparkContext().hadoopConfiguration());
  }
}
