package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.SmallTexts;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.SequenceInfo;
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

/** What is written of texts by networks that nobody trained, so that each word has its say. */
final class TextLabelPredictorTest {
  private static final VocabularySpec WORDS = new VocabularySpec(100, 1);
  private static final int WINDOW = 4;
  private static final Map<String, String> SMALL_BLOCKS =
      Map.of("spark.sql.files.maxPartitionBytes", "512", "spark.sql.files.openCostInBytes", "1");

  @TempDir Path folder;

  private static SequenceSplit split() {
    return new SequenceSplit(
        Optional.of(0.6), Optional.of(0.2), Optional.of(0.2), Optional.empty(), Optional.empty());
  }

  private SequenceSpec tagged(String name, String lines) throws IOException {
    Path file = Files.writeString(folder.resolve(name), lines);
    return new SequenceSpec.Tagged(
            new SourceSpec("conll", file.toString(), Map.of()),
            new ConllSpec(1, 2, ConllSpec.Separator.TAB),
            new SequenceSpec.Forms(Normalisation.NONE, false, WORDS),
            split(),
            new BadRowsSpec(0))
        .sequences();
  }

  private SequenceSpec classified(String name, String lines) throws IOException {
    Path file = Files.writeString(folder.resolve(name), lines);
    return new SequenceSpec.Classified(
            new SourceSpec("csv", file.toString(), Map.of("header", "true", "sep", "\t")),
            new SequenceSpec.Labelled(
                new TextSpec.Text("text", Tokens.WORD, Normalisation.NONE, false, WORDS), "label"),
            split(),
            new BadRowsSpec(0))
        .sequences();
  }

  private SequenceSpec sentences() throws IOException {
    return tagged("sentences.tsv", SmallTexts.conll(SmallTexts.sentences(200, 3)));
  }

  private SequenceSpec reviews() throws IOException {
    return classified("reviews.tsv", SmallTexts.table(SmallTexts.reviews(200, 3)));
  }

  private Classifier untrained(SequenceSpec spec) {
    String prepared = folder.resolve("prepared").toString();
    SequenceInfo info =
        PrepareSequences.run(SparkTest.spark(), spec, prepared, true).sequenceInfo();
    NetworkSpec network =
        new NetworkSpec(
                1,
                new EmbeddingSpec(info.vocabulary().size(), 6),
                List.of(new LayerSpec(CellKind.LSTM, 5).with(Direction.BOTH)),
                info.labels().size())
            .with(info.labelsSteps() ? Pooling.LAST : Pooling.MAX);
    SamplingSpec sampling = new SamplingSpec(Sampling.SEQUENCES, info.labelsSteps(), 0);
    return new Classifier(
        network,
        Network.of(network).initialise(7),
        new Preprocessing(info, WINDOW, 0, false, sampling));
  }

  private List<Row> labels(SparkSession spark, SequenceSpec spec, Classifier classifier) {
    String labels = folder.resolve("labels").toString();
    new TextLabelPredictor(spec, classifier, PredictSpec.Format.PARQUET).run(spark, labels, true);
    return spark
        .read()
        .parquet(labels)
        .orderBy("file", spark.read().parquet(labels).columns()[1])
        .collectAsList();
  }

  private List<Row> labels(SequenceSpec spec, Classifier classifier) {
    return labels(SparkTest.spark(), spec, classifier);
  }

  @Test
  void aLongSentenceIsPartedAndOfALongTextTheEndIsReadAndOfNoneNothing() throws IOException {
    Classifier tagger = untrained(sentences());
    List<Row> parted =
        labels(
            tagged("a.txt", "the\nrun\nwatch\nof\nwe\nplay\n\nthe\nrun\nwatch\nof\n\nwe\nplay\n"),
            tagger);
    assertThat(parted.get(0).<String>getList(3)).hasSize(6);
    assertThat(parted.get(0).<String>getList(3).subList(0, 4)).isEqualTo(parted.get(1).getList(3));
    assertThat(parted.get(0).<String>getList(3).subList(4, 6)).isEqualTo(parted.get(2).getList(3));

    List<Row> read =
        labels(
            classified("b.tsv", "text\ngood so then now well bad\nthen now well bad\n\u00a0\n"),
            untrained(reviews()));
    assertThat(read.get(0).getDouble(4)).isEqualTo(read.get(1).getDouble(4));
    assertThat(read.get(2).isNullAt(3)).isTrue(); // a blank that is no white space: not a token
    assertThat(read.get(2).isNullAt(4)).isTrue();
  }

  @Test
  void neitherCoresNorTheCutsOfFilesLeaveATrace() throws IOException {
    for (SequenceSpec spec : List.of(sentences(), reviews())) {
      Classifier classifier = untrained(spec);
      List<Row> here = labels(spec, classifier);

      List<Row> elsewhere =
          SparkTest.on("local[1]", SMALL_BLOCKS, spark -> labels(spark, spec, classifier));

      assertThat(here).hasSize(200);
      assertThat(elsewhere).isEqualTo(here);
      assertThat(here.stream().map(row -> row.get(3)).collect(Collectors.toSet()))
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void aModelThatLabelsSomethingElseIsRefused() throws IOException {
    Classifier tagger = untrained(sentences());
    SequenceSpec reviews = reviews();

    assertThatThrownBy(() -> new TextLabelPredictor(reviews, tagger, PredictSpec.Format.CSV))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("task needs a model that labels whole texts, but the model labels");
  }
}
