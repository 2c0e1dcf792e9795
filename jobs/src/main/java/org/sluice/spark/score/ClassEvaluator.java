package org.sluice.spark.score;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.metrics.Confusion;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.LabelInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.ShardPlan;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/**
 * Measures a model that tells labels on the test span of a data set, beside one that always says
 * the most frequent class. Every label of the span counts once. Sums are made shard by shard and
 * joined in their order, over shards that depend on the data alone, so that every cluster finds the
 * same figures.
 */
public final class ClassEvaluator {
  private final PreparedDataSet data;
  private final Classifier classifier;

  /**
   * @throws org.sluice.engine.base.SluiceException if the model was trained on something else, or
   *     the data has no labels
   */
  public ClassEvaluator(PreparedDataSet data, Classifier classifier) {
    classifier.requireLike(data.info());
    this.data = data;
    this.classifier = classifier;
  }

  /**
   * Runs the jobs.
   *
   * @throws org.sluice.engine.base.SluiceException if the span has no label that the model knows
   */
  public ClassEvaluation run(SparkSession spark) {
    Confusion confusion = confusion(spark);
    Require.that(
        confusion.count() > 0,
        "no label of the test span is of a class that the model knows; choose another span in"
            + " data.split");
    return ClassEvaluation.of(
        confusion, left(confusion), classifier.classes(), mostFrequent(preprocessing().data()));
  }

  private Preprocessing preprocessing() {
    return classifier.preprocessing();
  }

  private Confusion confusion(SparkSession spark) {
    Preprocessing reading = preprocessing();
    Scalings scalings = Scalings.of(data, reading, classifier.folder());
    ShardPlan plan = LabelPass.plan(data, Span.TEST, reading, Spread.shards(data.info()));
    return Spread.withModel(
        spark,
        classifier.theta(),
        plan,
        (theta, shared) ->
            Shards.of(data, Span.TEST, plan, scalings)
                .mapPartitionsWithIndex(
                    new ClassCounts(
                        classifier.network(),
                        theta,
                        shared,
                        reading.framing(reading.window(), 1),
                        reading.labels()),
                    false)
                .collect()
                .stream()
                .reduce(Confusion::merge)
                .orElseThrow());
  }

  /** Labels that count nowhere; a text has one wherever there should be. */
  private ClassEvaluation.Left left(Confusion confusion) {
    String test = Span.TEST.label();
    if (data.info() instanceof TableInfo table) {
      LabelInfo.Counts counts = table.label().counts().get(test);
      long unknown =
          IntStream.range(0, table.classes().size())
              .filter(c -> !classifier.classes().contains(table.classes().get(c)))
              .mapToLong(counts.classes()::get)
              .sum();
      return new ClassEvaluation.Left(counts.unseen() + unknown, counts.missing());
    }
    SequenceInfo.SpanCounts counts = data.sequenceInfo().counts().get(test);
    return new ClassEvaluation.Left(counts.labels() - confusion.count(), 0);
  }

  /** Of the training span; of a text that is the first. */
  private static int mostFrequent(DataSetInfo trained) {
    if (trained instanceof TableInfo table) {
      List<Long> counts = table.label().counts().get(Span.TRAIN.label()).classes();
      return counts.indexOf(Collections.max(counts));
    }
    return 0;
  }
}
