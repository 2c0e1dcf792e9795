package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SmallTexts;
import org.sluice.spark.SmallTexts.Labelled;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cli.SmallJob.Ended;

/** Texts and their tokens are labelled, from files to files, by way of the command. */
final class LabelledTextsTest {
  private static final String TRAINING =
      """
      training {
        window = 24, replicas = 2, lanes = 16, localSteps = 2, epochs = 6
        averaging = average
        optimizer { kind = adam, rate = 0.02 }
      }
      """;

  @TempDir static Path folder;
  private static Ended tag;
  private static Ended classify;

  @BeforeAll
  static void runTheJobs() throws IOException {
    Path sentences = folder.resolve("sentences.tsv");
    Files.writeString(sentences, SmallTexts.conll(SmallTexts.sentences(500, 1)));
    Files.writeString(folder.resolve("tag.conf"), tagging(sentences));
    Path reviews = folder.resolve("reviews.tsv");
    Files.writeString(reviews, SmallTexts.table(SmallTexts.reviews(600, 1)));
    Files.writeString(folder.resolve("classify.conf"), classifying(reviews));
    tag = sluice("run", "tag");
    classify = sluice("run", "classify");
  }

  private static String tagging(Path sentences) {
    return """
name = tags
task = tag
output = "%s"
data {
  source { path = "%s" }
  conll { form = 1, tag = 2 }
  split { train = 0.7, validation = 0.15, test = 0.15 }
}
model { embedding { width = 8 }, layers = [ { cell = lstm, hidden = 16, direction = both } ] }
"""
            .formatted(folder.resolve("tag"), sentences)
        + TRAINING;
  }

  private static String classifying(Path reviews) {
    return """
           name = reviews
           task = classify
           output = "%s"
           data {
             source { path = "%s", options { header = true, sep = "\\t" } }
             split { train = 0.7, validation = 0.15, test = 0.15 }
           }
           model { embedding { width = 8 }, layers = [ { cell = lstm, hidden = 16 } ] }
           predict { format = csv }
           """
            .formatted(folder.resolve("classify"), reviews)
        + TRAINING;
  }

  private static Ended sluice(String command, String job, String... more) {
    return SmallJob.main(
        Stream.concat(Stream.of(command, folder.resolve(job + ".conf").toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static String set(String setting, Object value) {
    return "--set=" + setting + "=" + value;
  }

  private static double accuracy(String job, String method) throws IOException {
    JsonNode evaluation =
        new ObjectMapper().readTree(folder.resolve(job).resolve("evaluation.json").toFile());
    return evaluation.at("/methods/" + method + "/accuracy").asDouble();
  }

  private static List<Row> rows(Path predictions) {
    return SparkTest.spark().read().parquet(predictions.toString()).collectAsList();
  }

  /** Of all parts in their order, each with its header. */
  private static List<String> csv(Path predictions) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(predictions)) {
      for (Path part : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    return lines;
  }

  private static void assertRefused(Ended ended, String sentence) {
    assertThat(ended.err()).startsWith("sluice: " + sentence).hasLineCount(1);
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void tokensAreTaggedWellAndTheFiguresSaySo() throws IOException {
    assertThat(tag.err()).isEmpty();
    assertThat(tag.out())
        .contains("in 500 documents; a token is a form, each with a label")
        .contains("the tokens of 500 sentences labelled: " + folder.resolve("tag/predictions"));
    assertThat(accuracy("tag", "model")).isGreaterThan(0.97);
    assertThat(accuracy("tag", "mostFrequent")).isLessThan(0.5);
  }

  @Test
  void textsAreClassifiedWellAndTheFiguresSaySo() throws IOException {
    assertThat(classify.err()).isEmpty();
    assertThat(classify.out()).contains("600 texts labelled: ");
    assertThat(accuracy("classify", "model")).isGreaterThan(0.9);
    assertThat(accuracy("classify", "mostFrequent")).isLessThan(0.7);
    List<String> lines = csv(folder.resolve("classify/predictions"));
    assertThat(lines).hasSize(602).startsWith("file,row,text,label,probability");
    assertThat(lines.get(1))
        .matches("file:.*/reviews.tsv,1,[a-z ]+,(good|bad),0\\.[0-9]+")
        .contains(SmallTexts.reviews(1, 1).get(0).text());
  }

  @Test
  void sentencesWithoutTagsAreTagged() throws IOException {
    List<List<Labelled>> sentences = SmallTexts.sentences(100, 2);
    String forms =
        sentences.stream()
            .map(s -> s.stream().map(t -> t.text() + "\n").collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(folder.resolve("forms.txt"), forms);
    String output = set("output", folder.resolve("forms"));
    String model = "--model=" + folder.resolve("tag/model");

    Ended ended = sluice("predict", "tag", output, model, set("data.source.path", file));

    assertThat(ended.err()).isEmpty();
    List<Row> rows = rows(folder.resolve("forms/predictions"));
    assertThat(rows).hasSize(100);
    long right = 0;
    long all = 0;
    for (int s = 0; s < rows.size(); s++) {
      List<Labelled> sentence = sentences.get(s);
      List<String> labels = rows.get(s).getList(3);
      assertThat(rows.get(s).<String>getList(2))
          .containsExactlyElementsOf(sentence.stream().map(Labelled::text).toList());
      all += labels.size();
      for (int t = 0; t < labels.size(); t++) {
        right += labels.get(t).equals(sentence.get(t).label()) ? 1 : 0;
      }
    }
    assertThat((double) right / all).isGreaterThan(0.97);
    assertThat(rows.get(1).getLong(1)).isEqualTo(sentences.get(0).size() + 2);

    sluice(
        "predict",
        "tag",
        output,
        model,
        set("data.source.path", file),
        "--overwrite",
        set("predict.format", "csv"));
    List<String> lines = csv(folder.resolve("forms/predictions"));
    assertThat(lines).hasSize(101).startsWith("file,line,tokens,labels");
    assertThat(lines.get(1)).endsWith("," + String.join(" ", rows.get(0).<String>getList(3)));
  }

  @Test
  void textsWithoutLabelsAreClassifiedAndThoseThatCannotBeAreCounted() throws IOException {
    Path file = folder.resolve("new.tsv");
    Files.writeString(file, "id\ttext\n1\twell good so bad\n2\t \n3\tbad then now good\n");

    Ended ended =
        sluice(
            "predict",
            "classify",
            set("output", folder.resolve("new")),
            "--model=" + folder.resolve("classify/model"),
            set("data.source.path", file));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("2 texts labelled").contains("1 texts not used: empty-text");
    List<String> lines = csv(folder.resolve("new/predictions"));
    assertThat(lines.get(1)).contains("new.tsv,1,well good so bad,good,");
    assertThat(lines.get(2)).contains("new.tsv,3,bad then now good,bad,");
  }

  @Test
  void whatCannotBeUsedIsRefusedInOneSentence() throws IOException {
    assertRefused(
        sluice("run", "tag", set("model.embeding.width", 3)),
        "model.embeding is not a setting; did you mean model.embedding?");
    assertRefused(
        sluice("run", "tag", set("training.sampling", "stateful"), "--overwrite"),
        "model.layers.direction must be forward where training.sampling is stateful");
    assertRefused(
        sluice("run", "tag", set("model.pooling", "mean"), "--overwrite"),
        "model.pooling must be last where every token has a label, got mean");
    String taggers = "--model=" + folder.resolve("tag/model");
    assertRefused(
        sluice("predict", "classify", taggers, "--overwrite"),
        "task needs a model that labels whole texts, but the model labels the tokens of texts;");
    assertRefused(
        sluice("evaluate", "classify", taggers, "--overwrite"),
        "the prepared text has other tokens than the model was trained with;");
    Path one = folder.resolve("one.tsv");
    Files.writeString(one, "text\tlabel\n" + "all is well\tgood\n".repeat(20));
    assertRefused(
        sluice(
            "run", "classify", set("data.source.path", one), set("output", folder.resolve("one"))),
        "the labels of the training span must be of two classes at least, got 1;");
  }

  @Test
  void theModelIsInspected() {
    Ended ended = SmallJob.main("inspect", folder.resolve("tag").toString());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("trained on sequences of at most 24 steps")
        .contains("tells the label of each step, one of 5: ");
  }
}
