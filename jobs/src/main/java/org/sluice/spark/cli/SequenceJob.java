package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.PrepareSequences;
import org.sluice.spark.prepare.text.SequenceSpec;
import org.sluice.spark.score.TextLabelPredictor;
import org.sluice.spark.train.NetworkDesign;
import org.sluice.spark.train.TextClassifierSpec;
import org.sluice.spark.train.TrainingSpec;

/** A job file whose task is to learn something of labelled texts. */
sealed interface SequenceJob extends Job {
  SequenceSpec sequences();

  @Override
  default SourceSpec source() {
    return sequences().source();
  }

  @Override
  default PreparedDataSet prepare(SparkSession spark, boolean overwrite) {
    return PrepareSequences.run(spark, sequences(), folder(Step.PREPARE.part), overwrite);
  }

  /** Tells labels, of tokens or documents. */
  sealed interface Labels extends SequenceJob, ClassifierJob {
    @Override
    default String predict(SparkSession spark, String model, boolean overwrite) {
      return new TextLabelPredictor(sequences(), classifier(spark, model), predict().format())
          .run(spark, folder(Step.PREDICT.part), overwrite)
          .text();
    }
  }

  /** Labels tokens. */
  record Tag(
      String name,
      Task task,
      String output,
      SequenceSpec.Tagged data,
      TextClassifierSpec model,
      TrainingSpec training,
      Predict predict)
      implements Labels {
    public Tag {
      Job.check(name, output);
      model.requireEveryToken();
    }

    @Override
    public SequenceSpec sequences() {
      return data.sequences();
    }
  }

  /** Labels documents. */
  record Classify(
      String name,
      Task task,
      String output,
      SequenceSpec.Classified data,
      TextClassifierSpec model,
      TrainingSpec training,
      Predict predict)
      implements Labels {
    public Classify {
      Job.check(name, output);
    }

    @Override
    public SequenceSpec sequences() {
      return data.sequences();
    }
  }

  /** Makes another text of a text: prepared and no more. */
  record Translate(String name, Task task, String output, SequenceSpec.Parallel data)
      implements SequenceJob {
    public Translate {
      Job.check(name, output);
    }

    @Override
    public SequenceSpec sequences() {
      return data.sequences();
    }

    @Override
    public boolean predictsFromSource() {
      return true;
    }

    @Override
    public void requireTraining() {
      throw notTrained();
    }

    @Override
    public NetworkDesign model() {
      throw notTrained();
    }

    @Override
    public TrainingSpec training() {
      throw notTrained();
    }

    @Override
    public String evaluate(SparkSession spark, String model) {
      throw notTrained();
    }

    @Override
    public String predict(SparkSession spark, String model, boolean overwrite) {
      throw notTrained();
    }

    private SluiceException notTrained() {
      return new SluiceException(
          "task is "
              + Require.written(task)
              + ", which this version prepares and inspects, but does not train yet; run 'sluice"
              + " prepare'");
    }
  }
}
