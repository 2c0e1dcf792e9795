package org.sluice.spark.prepare.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.TextSpec.VocabularySpec;

final class UnlabelledTextsTest {
  private static final VocabularySpec SMALL = new VocabularySpec(300, 1);
  private static final SequenceSplit TRAIN_FIRST =
      new SequenceSplit(
          Optional.of(0.6), Optional.of(0.2), Optional.of(0.2), Optional.empty(), Optional.empty());

  @TempDir Path folder;

  private SequenceSpec tagged(String path, double badShare) {
    return new SequenceSpec.Tagged(
            new SourceSpec("conll", folder.resolve(path).toString(), Map.of()),
            new ConllSpec(1, 2, ConllSpec.Separator.TAB),
            new SequenceSpec.Forms(Normalisation.NONE, true, SMALL),
            TRAIN_FIRST,
            new BadRowsSpec(badShare))
        .sequences();
  }

  private SequenceSpec classified(String path) {
    return new SequenceSpec.Classified(
            new SourceSpec("csv", folder.resolve(path).toString(), Map.of("header", "true")),
            new SequenceSpec.Labelled(
                new TextSpec.Text("text", Tokens.CHARACTER, Normalisation.NONE, false, SMALL),
                "label"),
            new SequenceSplit(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("part"),
                Optional.empty()),
            new BadRowsSpec(0.5))
        .sequences();
  }

  private SequenceInfo trained(SequenceSpec spec) {
    return PrepareSequences.run(
            SparkTest.spark(), spec, folder.resolve("prepared").toString(), true)
        .sequenceInfo();
  }

  /** Each as {@code number file:place words tokens}. */
  private List<String> read(SparkSession spark, SequenceSpec spec, SequenceInfo trained) {
    try (UnlabelledTexts texts = UnlabelledTexts.open(spark, spec, trained)) {
      List<String> read = texts.inOrder(3).collectAsList().stream().map(this::told).toList();
      assertThat(read).hasSize((int) texts.count());
      return read;
    }
  }

  private String told(UnlabelledText text) {
    String name = text.getFile().substring(text.getFile().lastIndexOf('/') + 1);
    String words = String.join(" ", text.getWords());
    String tokens = Arrays.toString(text.getTokens());
    return text.getNumber() + " " + name + ":" + text.getPlace() + " " + words + " " + tokens;
  }

  @Test
  void formsAreReadAsTheModelsWereWhetherTheyHaveTagsOrNot() throws IOException {
    Files.writeString(folder.resolve("train.tsv"), "The\tD\ndog\tN\n\n".repeat(5));
    SequenceInfo trained = trained(tagged("train.tsv", 0));
    Path texts = Files.createDirectories(folder.resolve("texts"));
    Files.writeString(texts.resolve("b.tsv"), "\n# one\nDog\n\nThe\n<end>\n\n");
    Files.writeString(texts.resolve("a.tsv"), "A\tD\ndog\tZ\n");

    assertThat(read(SparkTest.spark(), tagged("texts", 0), trained))
        .containsExactly(
            "0 a.tsv:1 A dog [0, 2]", "1 b.tsv:3 Dog [2]", "2 b.tsv:5 The <end> [3, 0]");
  }

  @Test
  void aTableNeedsItsTextsAloneAndRowsThatCannotBeUsedKeepTheirPlace() throws IOException {
    Files.writeString(
        folder.resolve("train.csv"),
        "text,label,part\nab,1,train\nba,0,train\nab,0,validation\na,0,test\n");
    SequenceInfo trained = trained(classified("train.csv"));
    Files.writeString(folder.resolve("new.csv"), "id,text\n1,ab\n2,\n3,\"  \"\n4,bc\n");

    try (UnlabelledTexts texts =
        UnlabelledTexts.open(SparkTest.spark(), classified("new.csv"), trained)) {
      assertThat(texts.count()).isEqualTo(2);
      assertThat(texts.dropped()).isEqualTo(Map.of("null-text", 1L, "empty-text", 1L));
    }
    assertThat(read(SparkTest.spark(), classified("new.csv"), trained))
        .containsExactly("0 new.csv:1 ab [2, 3]", "1 new.csv:4 bc [3, 0]");
    Files.writeString(folder.resolve("other.csv"), "id,texts\n1,ab\n");
    assertThatThrownBy(
            () -> UnlabelledTexts.open(SparkTest.spark(), classified("other.csv"), trained))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.text.column names the column text, which the table lacks");
  }

  @Test
  void neitherCoresNorTheCutsOfFilesLeaveATrace() throws IOException {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 60).forEach(i -> text.append("word").append(i).append("\tN\nb\tV\n\n"));
    Files.writeString(folder.resolve("a.tsv"), text + "broken\tN\nline\n\nend\tN\n");
    SequenceSpec spec = tagged("a.tsv", 0.05);
    SequenceInfo trained = trained(spec);
    List<String> whole = read(SparkTest.spark(), spec, trained);

    List<String> parted =
        SparkTest.on(
            "local[1]",
            Map.of(
                "spark.sql.files.maxPartitionBytes", "64", "spark.sql.files.openCostInBytes", "1"),
            spark -> read(spark, spec, trained));

    assertThat(whole).hasSize(61).endsWith("60 a.tsv:184 end [0]");
    assertThat(parted).isEqualTo(whole);
  }
}
