package org.sluice.spark.prepare.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.Split;
import org.sluice.spark.prepare.Summary;
import org.sluice.spark.prepare.text.TextSpec.VocabularySpec;

final class PrepareSequencesTest {
  private static final VocabularySpec SMALL = new VocabularySpec(300, 1);

  @TempDir Path folder;

  private PreparedDataSet prepare(SequenceSpec spec, String name) {
    return prepare(SparkTest.spark(), spec, name);
  }

  private PreparedDataSet prepare(SparkSession spark, SequenceSpec spec, String name) {
    return PrepareSequences.run(spark, spec, folder.resolve(name).toString(), false);
  }

  private static SequenceSplit fractions(double train, double validation, double test) {
    return new SequenceSplit(
        Optional.of(train),
        Optional.of(validation),
        Optional.of(test),
        Optional.empty(),
        Optional.empty());
  }

  private static SequenceSplit split(Optional<String> column, Optional<SequenceSplit.Files> files) {
    return new SequenceSplit(Optional.empty(), Optional.empty(), Optional.empty(), column, files);
  }

  private SequenceSpec tagged(String path, SequenceSplit split, double badShare) {
    return new SequenceSpec.Tagged(
            new SourceSpec("conll", folder.resolve(path).toString(), Map.of()),
            new ConllSpec(1, 2, ConllSpec.Separator.TAB),
            new SequenceSpec.Forms(Normalisation.NONE, true, SMALL),
            split,
            new BadRowsSpec(badShare))
        .sequences();
  }

  /** Each document in its order, as {@code split tokens labels}. */
  private static List<String> rows(PreparedDataSet data) {
    List<Row> rows = data.sequences().orderBy("document").collectAsList();
    IntStream.range(0, rows.size())
        .forEach(document -> assertThat(rows.get(document).getLong(1)).isEqualTo(document));
    return rows.stream().map(r -> r.get(0) + " " + r.getList(2) + " " + r.getList(3)).toList();
  }

  @Test
  void filesSayWhatSentencesAreForAndTagsAreNumberedByCount() throws IOException {
    Path texts = Files.createDirectories(folder.resolve("conll"));
    Files.writeString(texts.resolve("a-test.tsv"), "the\tD\ncat\tN\n\nyes\tI\n");
    Files.writeString(texts.resolve("b-train.tsv"), "# a\nThe\tD\ndog\tN\n\n\nthe\tD\nend\tV\n\n");
    Files.writeString(texts.resolve("c-dev.tsv"), "dog\tV\n\n<end>\tN\n");
    SequenceSplit.Files files = new SequenceSplit.Files("*-train*", "*-dev*", "*-test*");

    PreparedDataSet data =
        prepare(tagged("conll", split(Optional.empty(), Optional.of(files)), 0), "prepared");

    SequenceInfo info = data.sequenceInfo();
    assertThat(info.vocabulary()).containsExactly("<unknown>", "<end>", "the", "dog", "end");
    assertThat(info.labels()).containsExactly("D", "N", "V");
    assertThat(info.spans())
        .isEqualTo(DataSetInfo.Spans.ofSeries(2, new DataSetInfo.SeriesCounts(2, 2, 2)));
    assertThat(rows(data))
        .containsExactly(
            "train [2, 3] [0, 1]",
            "train [2, 4] [0, 2]",
            "validation [3] [2]",
            "validation [0] [1]",
            "test [2, 0] [0, 1]",
            "test [0] [-1]");
    assertThat(info.counts().get("test")).isEqualTo(new SequenceInfo.SpanCounts(2, 3, 2, 2, 3, 1));
    assertThat(Summary.of(data)).contains("3 labels: D N V");
    assertThatThrownBy(data::text).hasMessageContaining("is labelled sequences");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void raggedLinesAreCountedAndTheFirstIsNamedWhereverFilesAreCut(String end) throws IOException {
    StringBuilder text = new StringBuilder("a\tN\n\n\n");
    IntStream.range(0, 40).forEach(i -> text.append("word").append(i).append("\tN\nb\tV\n\n"));
    text.append("ok\tN\nragged\n\nagain\n\n"); // the 125th line is ragged
    Files.writeString(folder.resolve("a.tsv"), text.toString().replace("\n", end));
    SequenceSplit split = fractions(0.5, 0.25, 0.25);
    List<String> whole = rows(prepare(tagged("a.tsv", split, 0.05), "whole"));

    List<String> parted =
        SparkTest.on(
            "local[2]",
            Map.of(
                "spark.sql.files.maxPartitionBytes", "64", "spark.sql.files.openCostInBytes", "1"),
            spark -> {
              SourceSpec files = tagged("a.tsv", split, 0).source();
              Dataset<Row> pieces =
                  new Source(spark, LineEnds.cutAtEmptyLines(spark, files)).load();
              assertThat(pieces.rdd().partitions()).hasSizeGreaterThan(4);
              assertThat(pieces.count()).isGreaterThan(40);
              assertThatThrownBy(() -> prepare(spark, tagged("a.tsv", split, 0.04), "refused"))
                  .isInstanceOf(SluiceException.class)
                  .hasMessageContaining("has 2 broken rows of 43")
                  .hasMessageContaining("ragged-line 2 (the first in file:")
                  .hasMessageContaining("a.tsv, line 125)");
              return rows(prepare(spark, tagged("a.tsv", split, 0.05), "parted"));
            });

    assertThat(parted).hasSize(41).isEqualTo(whole);
  }

  @Test
  void aColumnSaysTheLabelAndAnotherWhatARowIsFor() throws IOException {
    Files.writeString(
        folder.resolve("a.csv"),
        "text,label,part\nso good,1,train\nso bad,0,train\nso so,0,train\nbad,0,test\n"
            + "good,2,validation\n,1,train\nlost,,train\nodd,1,dev\n");
    TextSpec.Text text = new TextSpec.Text("text", Tokens.WORD, Normalisation.NONE, false, SMALL);
    SequenceSpec.Classified spec =
        new SequenceSpec.Classified(
            new SourceSpec("csv", folder.resolve("a.csv").toString(), Map.of("header", "true")),
            new SequenceSpec.Labelled(text, "label"),
            split(Optional.of("part"), Optional.empty()),
            new BadRowsSpec(0.5));

    PreparedDataSet data = prepare(spec.sequences(), "prepared");

    assertThat(data.sequenceInfo().labels()).containsExactly("0", "1");
    assertThat(data.sequenceInfo().dropped())
        .isEqualTo(Map.of("null-text", 1L, "null-label", 1L, "no-split", 1L));
    assertThat(rows(data))
        .containsExactly(
            "train [2, 4] [1]",
            "train [2, 3] [0]",
            "train [2, 2] [0]",
            "validation [4] [-1]",
            "test [3] [0]");
  }

  @Test
  void twoColumnsSayTheSameInTwoVocabularies() throws IOException {
    Files.writeString(folder.resolve("a.tsv"), "a cat\t\u732b\na dog\t\u72ac\na cat\t\u732b\n");
    SequenceSpec.Parallel spec =
        new SequenceSpec.Parallel(
            new SourceSpec("csv", folder.resolve("a.tsv").toString(), Map.of("sep", "\t")),
            new TextSpec.Text("_c0", Tokens.BPE, Normalisation.NONE, false, SMALL),
            new SequenceSpec.Target(
                new TextSpec.Text("_c1", Tokens.CHARACTER, Normalisation.NONE, false, SMALL),
                Optional.empty()),
            fractions(0.34, 0.33, 0.33),
            new BadRowsSpec(0));

    PreparedDataSet data = prepare(spec.sequences(), "prepared");

    assertThat(data.sequenceInfo().labels()).containsExactly("<unknown>", "<end>", "\u732b");
    assertThat(rows(data).stream().map(row -> row.replaceAll(" \\[.*] ", " ")))
        .containsExactly("train [2]", "validation [0]", "test [2]");
    assertThat(data.sequenceInfo().counts().get("validation").unseen()).isEqualTo(1);
  }

  @Test
  void linesOfTwoTextsSayTheSameHoweverTheirFilesAreCut() throws IOException {
    Path left = Files.createDirectories(folder.resolve("left"));
    Path right = Files.createDirectories(folder.resolve("right"));
    Files.writeString(left.resolve("a.txt"), "one\ntwo\n");
    Files.writeString(left.resolve("b.txt"), "\nfour\nfive\n");
    Files.writeString(right.resolve("all.txt"), "1\n2\n3\n\n5\n");
    TextSpec.Text words = new TextSpec.Text("value", Tokens.WORD, Normalisation.NONE, false, SMALL);
    SequenceSpec spec =
        new SequenceSpec.Parallel(
                new SourceSpec("text", left.toString(), Map.of()),
                words,
                new SequenceSpec.Target(words, Optional.of(right.toString())),
                fractions(0.34, 0.33, 0.33),
                new BadRowsSpec(0))
            .sequences();

    PreparedDataSet data = prepare(spec, "prepared");

    assertThat(data.sequenceInfo().vocabulary()).containsExactly("<unknown>", "<end>", "one");
    assertThat(data.sequenceInfo().labels()).containsExactly("<unknown>", "<end>", "1");
    assertThat(data.sequenceInfo().dropped()).isEqualTo(Map.of("empty-text", 2L));
    assertThat(rows(data)).containsExactly("train [2] [2]", "validation [0] [0]", "test [0] [0]");

    Files.writeString(right.resolve("more.txt"), "6\n");
    assertThatThrownBy(() -> prepare(spec, "longer"))
        .hasMessage("data.target.path must have a line for each of data.source.path, 5, got 6");
  }

  @Test
  void aSplitThatCannotBeIsRefusedInOneSentence() throws IOException {
    Files.writeString(folder.resolve("a-train.tsv"), "a\tN\n");
    SequenceSplit.Files files = new SequenceSplit.Files("*train*", "*dev*", "*.tsv");
    SequenceSplit both = split(Optional.empty(), Optional.of(files));
    assertThatThrownBy(() -> files.part("file:/x/a-train.tsv"))
        .hasMessageContaining("both train and test")
        .hasMessageContaining("a-train.tsv");
    assertThatThrownBy(() -> files.part("file:/x/a-dev.txt.gz.old/none"))
        .hasMessageContaining("nothing");
    assertThat(new SequenceSplit.Files("train/*/*", "dev/*", "test/*").part("file:/x/train/pos/1"))
        .isEqualTo("train");
    assertThatThrownBy(() -> split(Optional.empty(), Optional.empty()))
        .hasMessageContaining("data.split must say one of");
    assertThatThrownBy(() -> split(Optional.of("a"), Optional.of(files)))
        .hasMessageContaining("got more");
    assertThatThrownBy(() -> tagged("a-train.tsv", split(Optional.of("c"), Optional.empty()), 0))
        .hasMessageContaining("data.split.column needs a table");
    assertThat(both.says(Split.TEST)).isEqualTo("data.split.files.test = *.tsv");
  }
}
