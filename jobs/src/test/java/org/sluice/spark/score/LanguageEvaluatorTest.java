package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.TextInfo;
import org.sluice.spark.prepare.text.PrepareText;
import org.sluice.spark.prepare.text.TextSpec;
import org.sluice.spark.prepare.text.VectorSpec;
import org.sluice.spark.score.LanguageEvaluation.Method;
import org.sluice.spark.shard.Preprocessing;

final class LanguageEvaluatorTest {
  @TempDir Path folder;

  private TextSpec text() throws IOException {
    String lines =
        IntStream.range(0, 9000)
            .mapToObj(i -> "line " + i * 7L % 1001 + "\n")
            .collect(Collectors.joining());
    Path file = Files.writeString(folder.resolve("text.txt"), lines);
    return new TextSpec(
        new SourceSpec("text", file.toString(), Map.of()),
        new TextSpec.Learnt(
            new TextSpec.Text(
                "value",
                Tokens.CHARACTER,
                Normalisation.NONE,
                false,
                new TextSpec.VocabularySpec(99, 1)),
            VectorSpec.NONE),
        new TextSpec.Split(0.5, 0.1, 0.4, TextSpec.At.TOKEN),
        new BadRowsSpec(0.01));
  }

  private LanguageEvaluation evaluate(SparkSession spark, TextSpec text, String name) {
    PreparedDataSet data = PrepareText.run(spark, text, folder.resolve(name).toString(), false);
    return new LanguageEvaluator(data, zero(data.text()), new BaselineSpec(1)).run(spark);
  }

  /** All weights zero, so that every token is as likely as any other. */
  private static LanguageModel zero(TextInfo text) {
    int vocabulary = text.vocabulary().size();
    NetworkSpec spec =
        new NetworkSpec(
            1,
            new EmbeddingSpec(vocabulary, 2),
            List.of(new LayerSpec(CellKind.GRU, 3)),
            vocabulary);
    float[] theta = new float[Network.of(spec).layout().size()];
    return new LanguageModel(spec, theta, new Preprocessing(text, 16, 1, false));
  }

  @Test
  void figuresAreTheSameEverywhereAndThoseOfTheFormulas() throws IOException {
    TextSpec text = text();
    LanguageEvaluation alone =
        SparkTest.on("local[1]", Map.of(), spark -> evaluate(spark, text, "alone"));
    LanguageEvaluation together =
        SparkTest.on("local[2]", Map.of(), spark -> evaluate(spark, text, "together"));

    assertThat(alone).isEqualTo(together);
    assertThat(alone.streams()).isGreaterThan(2);
    LanguageEvaluation.Figures model = alone.methods().get(Method.MODEL);
    assertThat(model.perplexity()).isCloseTo(alone.vocabulary(), within(1e-4));
    assertThat(model.bits()).isCloseTo(Math.log(alone.vocabulary()) / Math.log(2), within(1e-6));
    assertThat(alone.methods().get(Method.UNIGRAM).nats()).isLessThan(model.nats());
    assertThat(alone.methods().get(Method.BIGRAM).nats())
        .isLessThan(alone.methods().get(Method.UNIGRAM).nats());
    assertThat(alone.table()).contains("perplexity", "unigram", "bigram");
  }
}
