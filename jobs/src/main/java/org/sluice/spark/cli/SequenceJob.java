package org.sluice.spark.cli;

import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.PrepareSequences;
import org.sluice.spark.prepare.text.SequenceSpec;
import org.sluice.spark.train.NetworkDesign;
import org.sluice.spark.train.TrainingSpec;

/** A job file whose task is prepared and no more: labelled texts. */
sealed interface SequenceJob extends Job {
  Task task();

  SequenceSpec sequences();

  /** Labels tokens. */
  record Tag(String name, Task task, String output, SequenceSpec.Tagged data)
      implements SequenceJob {
    public Tag {
      Job.check(name, output);
    }

    @Override
    public SequenceSpec sequences() {
      return data.sequences();
    }
  }

  /** Labels documents. */
  record Classify(String name, Task task, String output, SequenceSpec.Classified data)
      implements SequenceJob {
    public Classify {
      Job.check(name, output);
    }

    @Override
    public SequenceSpec sequences() {
      return data.sequences();
    }
  }

  /** Makes another text of a text. */
  record Translate(String name, Task task, String output, SequenceSpec.Parallel data)
      implements SequenceJob {
    public Translate {
      Job.check(name, output);
    }

    @Override
    public SequenceSpec sequences() {
      return data.sequences();
    }
  }

  @Override
  default SourceSpec source() {
    return sequences().source();
  }

  @Override
  default PreparedDataSet prepare(SparkSession spark, boolean overwrite) {
    return PrepareSequences.run(spark, sequences(), folder(Step.PREPARE.part), overwrite);
  }

  @Override
  default void requireTraining() {
    throw notTrained();
  }

  @Override
  default NetworkDesign model() {
    throw notTrained();
  }

  @Override
  default TrainingSpec training() {
    throw notTrained();
  }

  @Override
  default String evaluate(SparkSession spark, String model) {
    throw notTrained();
  }

  @Override
  default String predict(SparkSession spark, String model, boolean overwrite) {
    throw notTrained();
  }

  @Override
  default boolean predictsFromSource() {
    return true;
  }

  private SluiceException notTrained() {
    return new SluiceException(
        "task is "
            + Require.written(task())
            + ", which this version prepares and inspects, but does not train yet; run 'sluice"
            + " prepare'");
  }
}
