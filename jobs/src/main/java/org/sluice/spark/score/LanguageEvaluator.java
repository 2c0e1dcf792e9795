package org.sluice.spark.score;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Shard;
import org.sluice.engine.metrics.TokenPair;
import org.sluice.engine.train.Score;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.TextInfo;
import org.sluice.spark.score.LanguageEvaluation.Figures;
import org.sluice.spark.score.LanguageEvaluation.Method;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Scaling;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/**
 * Measures a model of a language on the test span of a text, beside models that count. The span is
 * cut by its own length, sums are made stream by stream and joined in their order, so that every
 * cluster finds the same figures.
 */
public final class LanguageEvaluator {
  private static final int TOKENS_OF_A_STREAM = 8192; // at least, where there are so many
  private static final int STREAMS_OF_A_SHARD = 8; // at most
  private static final int MOST_SHARDS = 256;

  private final PreparedDataSet data;
  private final LanguageModel model;
  private final BaselineSpec baselines;

  /**
   * @throws org.sluice.engine.base.SluiceException if the model was trained on other tokens
   */
  public LanguageEvaluator(PreparedDataSet data, LanguageModel model, BaselineSpec baselines) {
    model.requireLike(data.text());
    this.data = data;
    this.model = model;
    this.baselines = baselines;
  }

  /** Runs the jobs. */
  public LanguageEvaluation run(SparkSession spark) {
    TextInfo.SpanCounts counts = data.text().counts().get(Span.TEST.label());
    long streams = Math.max(1, counts.tokens() / TOKENS_OF_A_STREAM);
    int lanes = (int) Math.min(STREAMS_OF_A_SHARD, streams);
    int shards = (int) Math.min(MOST_SHARDS, streams / lanes);
    JavaRDD<Shard> test = lanes(Span.TEST, shards, lanes);
    Score score = score(spark, test);
    Map<Method, Double> losses = new EnumMap<>(Method.class);
    losses.put(Method.MODEL, score.loss());
    countLosses(test, losses);
    double tokensPerCharacter = (double) counts.tokens() / counts.characters();
    Map<Method, Figures> figures = new EnumMap<>(Method.class);
    losses.forEach(
        (method, loss) ->
            figures.put(method, Figures.of(new Score(loss, score.labelled()), tokensPerCharacter)));
    return new LanguageEvaluation(
        LanguageEvaluation.FORMAT,
        (long) score.labelled(),
        (long) shards * lanes,
        counts.characters(),
        counts.unknownRate(),
        data.text().vocabulary().size(),
        baselines.pseudoCount(),
        figures);
  }

  private JavaRDD<Shard> lanes(Span span, int shards, int lanes) {
    Preprocessing preprocessing = model.preprocessing();
    Scalings scaling = new Scalings(Scaling.of(preprocessing.data()));
    return Shards.lanes(data, span, scaling, preprocessing.horizon(), shards, lanes);
  }

  private Score score(SparkSession spark, JavaRDD<Shard> test) {
    Preprocessing preprocessing = model.preprocessing();
    Framing framing = preprocessing.framing(preprocessing.window(), preprocessing.window());
    Broadcast<float[]> theta =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model.theta());
    try {
      return test.map(new TokenLoss(model.network(), theta, framing)).collect().stream()
          .reduce(Score.NONE, Score::plus);
    } finally {
      theta.destroy();
    }
  }

  private void countLosses(JavaRDD<Shard> test, Map<Method, Double> losses) {
    long tokens = data.text().counts().get(Span.TRAIN.label()).tokens();
    int shards = (int) Math.max(1, Math.min(MOST_SHARDS, tokens / (1 << 20)));
    JavaRDD<TokenPair> pairs =
        TokenPairs.of(lanes(Span.TRAIN, shards, 1), test).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Baselines counting = new Baselines(data.text().vocabulary().size(), baselines.pseudoCount());
      pairs.filter(pair -> pair.training() > 0).toLocalIterator().forEachRemaining(counting::learn);
      // in one order, so that sums are the same everywhere
      List<TokenPair> met =
          pairs.filter(pair -> pair.test() > 0).collect().stream()
              .sorted(Comparator.comparingLong(TokenPair::key))
              .toList();
      losses.put(Method.UNIGRAM, counting.unigramLoss(met));
      losses.put(Method.BIGRAM, counting.bigramLoss(met));
    } finally {
      pairs.unpersist();
    }
  }
}
