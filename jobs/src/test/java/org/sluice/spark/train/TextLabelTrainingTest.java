package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.SmallTexts;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.ConllSpec;
import org.sluice.spark.prepare.text.PrepareSequences;
import org.sluice.spark.prepare.text.SequenceSpec;
import org.sluice.spark.prepare.text.SequenceSplit;
import org.sluice.spark.prepare.text.TextSpec;
import org.sluice.spark.prepare.text.TextSpec.VocabularySpec;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

/** Models that tell the labels of texts and of their tokens. */
final class TextLabelTrainingTest {
  private static final double LOG_2 = StrictMath.log(2);
  private static final BadRowsSpec NONE_BAD = new BadRowsSpec(0);
  private static final VocabularySpec WORDS = new VocabularySpec(100, 1);

  @TempDir static Path texts;
  @TempDir Path folder;

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void prepare() throws IOException {
    Path sentences = texts.resolve("sentences.tsv");
    Files.writeString(sentences, SmallTexts.conll(SmallTexts.sentences(500, 1)));
    SequenceSpec.Tagged tagged =
        new SequenceSpec.Tagged(
            new SourceSpec("conll", sentences.toString(), Map.of()),
            new ConllSpec(1, 2, ConllSpec.Separator.TAB),
            new SequenceSpec.Forms(Normalisation.NONE, false, WORDS),
            split(),
            NONE_BAD);
    run(tagged.sequences(), "sentences");
    Path reviews = texts.resolve("reviews.tsv");
    String table = SmallTexts.table(SmallTexts.reviews(600, 1));
    Files.writeString(reviews, table.replaceFirst("\n", "\n\u00a0\tgood\n")); // one of no token
    SequenceSpec.Classified classified =
        new SequenceSpec.Classified(
            new SourceSpec("csv", reviews.toString(), Map.of("header", "true", "sep", "\t")),
            new SequenceSpec.Labelled(
                new TextSpec.Text("text", Tokens.WORD, Normalisation.NONE, false, WORDS), "label"),
            split(),
            NONE_BAD);
    run(classified.sequences(), "reviews");
  }

  private static SequenceSplit split() {
    return new SequenceSplit(
        Optional.of(0.7), Optional.of(0.15), Optional.of(0.15), Optional.empty(), Optional.empty());
  }

  private static void run(SequenceSpec spec, String name) {
    PrepareSequences.run(SparkTest.spark(), spec, texts.resolve(name).toString(), false);
  }

  private static TestJob job(int epochs) {
    TestJob job = TestJob.windowed();
    job.sampling = Sampling.SEQUENCES;
    job.optimizer = OptimizerKind.ADAM;
    job.rate = 0.02;
    job.localSteps = 2;
    job.lanes = 16;
    job.epochs = epochs;
    return job;
  }

  private static TextClassifierSpec model(Direction direction, Pooling pooling, String... vectors) {
    TextClassifierSpec.Embedding embedding =
        new TextClassifierSpec.Embedding(
            8,
            0,
            DropoutSpec.Mask.STEP,
            Optional.of(vectors).filter(v -> v.length > 0).map(v -> v[0]));
    LayerSpec layer = new LayerSpec(CellKind.LSTM, 16).with(direction);
    return new TextClassifierSpec(embedding, List.of(layer), pooling);
  }

  private Model train(SparkSession spark, TestJob job, TextClassifierSpec model, String data) {
    return new DistributedTrainer(spark, job.labelling(folder.resolve("run"), model), recorder)
        .train(PreparedDataSet.open(spark, texts.resolve(data).toString()), Optional.empty());
  }

  private Model train(TestJob job, TextClassifierSpec model, String data) {
    return train(SparkTest.spark(), job, model, data);
  }

  private double lastLoss() {
    return recorder.epochs.get(recorder.epochs.size() - 1).validationLoss();
  }

  @Test
  void tagsAreLearntOfTheWordsOnBothSides() {
    Model model = train(job(6), model(Direction.BOTH, Pooling.LAST), "sentences");

    // half of the tokens are sure by themselves, the others are one of two
    assertThat(lastLoss()).isLessThan(0.1 * LOG_2 / 2);
    assertThat(Preprocessing.of(model).labels())
        .isEqualTo(new SamplingSpec(Sampling.SEQUENCES, true, 0));
    assertThat(model.spec().outputs()).isEqualTo(5);
  }

  @Test
  void whatFollowsAWordIsHiddenFromALayerThatReadsForwards() {
    train(job(6), model(Direction.FORWARD, Pooling.LAST), "sentences");

    assertThat(lastLoss()).isBetween(0.3 * LOG_2 / 2, 0.8 * LOG_2 / 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Pooling.class,
      names = {"LAST", "MEAN"})
  void theOrderOfWordsSaysWhatATextIs(Pooling pooling) {
    Model model = train(job(8), model(Direction.FORWARD, pooling), "reviews");

    assertThat(lastLoss()).isLessThan(0.3 * LOG_2);
    assertThat(Preprocessing.of(model).labels().everyStep()).isFalse();
  }

  @Test
  void theModelDoesNotDependOnTheCluster() {
    TestJob job = job(1);
    job.window = 6; // so that some are parted, or read from their end
    TextClassifierSpec model = model(Direction.BOTH, Pooling.LAST);
    List<String> both = List.of("sentences", "reviews");
    List<float[]> here = both.stream().map(data -> train(job, model, data).theta()).toList();

    List<float[]> elsewhere =
        SparkTest.on(
            "local[1]",
            Map.of(),
            spark -> both.stream().map(data -> train(spark, job, model, data).theta()).toList());

    assertThat(elsewhere.get(0)).isEqualTo(here.get(0));
    assertThat(elsewhere.get(1)).isEqualTo(here.get(1));
  }

  @Test
  void vectorsOfAFileAreWhereTheEmbeddingBegins() throws IOException {
    Path file = texts.resolve("vectors.txt");
    Files.writeString(file, "good 1 2 3 4 5 6 7 8\nnowhere 1 1 1 1 1 1 1 1\n");
    TestJob job = job(1);
    job.rate = 1e-12;

    Model model = train(job, model(Direction.FORWARD, Pooling.LAST, file.toString()), "reviews");

    assertThat(recorder.notes)
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("has vectors for 1 of the vocabulary's 10 tokens, 1")
                    .contains("% of the training span's running tokens"));
    float[] row = new float[8];
    Network.of(model.spec())
        .layout()
        .block("embedding.weight")
        .copyUnit(
            model.theta(), Preprocessing.of(model).tokens().vocabulary().indexOf("good"), row, 0);
    assertThat(row).containsExactly(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Offset.offset(1e-6f));
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> train(job(1), model(Direction.BOTH, Pooling.MEAN), "sentences"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("model.pooling must be last where every token has a label, got mean");
    TestJob job = TestJob.stateful();
    assertThatThrownBy(() -> job.labelling(folder, model(Direction.FORWARD, Pooling.LAST)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.sampling must be sequences where a text is labelled, got stateful");
  }
}
