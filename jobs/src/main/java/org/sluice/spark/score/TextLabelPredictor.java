package org.sluice.spark.score;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.SequenceInfo.Labelling;
import org.sluice.spark.prepare.text.SequenceSpec;
import org.sluice.spark.prepare.text.UnlabelledTexts;
import org.sluice.spark.shard.Preprocessing;

/**
 * Labels texts, or the tokens of sentences, by a model that was trained on these or on others: what
 * a token is the model says. A row of the result is a text, in the order of the files' paths and of
 * their rows; its columns are those of {@link TextLabels}.
 */
public final class TextLabelPredictor {
  private static final int TEXTS_OF_A_TASK = 512;
  private static final int MOST_TASKS = 1024;

  private final SequenceSpec texts;
  private final Classifier classifier;
  private final SequenceInfo trained;
  private final PredictSpec.Format format;

  /**
   * @param texts where they are; their labels are not looked at
   * @throws org.sluice.engine.base.SluiceException if the model labels something else
   */
  public TextLabelPredictor(SequenceSpec texts, Classifier classifier, PredictSpec.Format format) {
    this.texts = texts;
    this.classifier = classifier;
    this.format = format;
    this.trained = classifier.preprocessing().sequences();
    Require.that(
        texts.labelling() == trained.sequences(),
        "task needs a model that labels %s, but the model labels %s; check task and --model",
        labelled(texts.labelling()),
        labelled(trained.sequences()));
  }

  private static String labelled(Labelling labelling) {
    return labelling == Labelling.TAG ? "the tokens of texts" : "whole texts";
  }

  /**
   * Writes the labels below {@code folder}, any Hadoop path. Texts that cannot be used are left out
   * and counted.
   *
   * @param overwrite whether labels that are there already are replaced
   * @throws org.sluice.engine.base.SluiceException if the texts cannot be used, or the folder
   *     exists
   */
  public TextLabelPredictions run(SparkSession spark, String folder, boolean overwrite) {
    PredictionFiles files = new PredictionFiles(folder, format);
    files.requireFree(spark, overwrite);
    JavaSparkContext cluster = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<float[]> theta = cluster.broadcast(classifier.theta());
    try (UnlabelledTexts read = UnlabelledTexts.open(spark, texts, trained)) {
      files.save(labelled(read, theta), "UTC"); // there are no times
      return new TextLabelPredictions(folder, read.count(), trained.labelsSteps(), read.dropped());
    } finally {
      theta.destroy();
    }
  }

  private Dataset<Row> labelled(UnlabelledTexts read, Broadcast<float[]> theta) {
    Preprocessing reading = classifier.preprocessing();
    TextLabels labels =
        new TextLabels(
            classifier.network(),
            theta,
            reading.framing(reading.window(), 1),
            reading.labels(),
            classifier.classes());
    int tasks = (int) Math.min(MOST_TASKS, 1 + read.count() / TEXTS_OF_A_TASK);
    Dataset<Row> told = read.inOrder(tasks).mapPartitions(labels, Encoders.row(labels.schema()));
    return format == PredictSpec.Format.CSV && trained.labelsSteps() ? joined(told) : told;
  }

  /** CSV has no lists. */
  private static Dataset<Row> joined(Dataset<Row> told) {
    return told.withColumn("tokens", array_join(col("tokens"), " "))
        .withColumn("labels", array_join(col("labels"), " "));
  }
}
