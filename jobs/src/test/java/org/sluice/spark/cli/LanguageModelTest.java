package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.engine.network.Network;
import org.sluice.spark.cli.SmallJob.Ended;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.shard.Preprocessing;

/** A language of six sentences is learnt, measured and written, by way of the command. */
final class LanguageModelTest {
  private static final List<String> SENTENCES =
      List.of(
          "the pump runs quietly",
          "the bearing was greased",
          "pressure is steady",
          "oil level checked, no leaks",
          "the filter is clogged again",
          "nothing to report");

  @TempDir static Path folder;
  private static Ended run;

  @BeforeAll
  static void runTheJob() throws IOException {
    Path texts = Files.createDirectories(folder.resolve("texts"));
    Draws draws = Draws.of(3, Purpose.SAMPLE);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 700; line++) {
      text.append(SENTENCES.get((int) (draws.uniform(line) * SENTENCES.size()))).append('\n');
    }
    Files.writeString(texts.resolve("log.txt"), text);
    Files.writeString(folder.resolve("job.conf"), job(texts));
    run = sluice("run");
  }

  private static String job(Path texts) {
    return """
    name = sentences
    task = language-model
    output = "%s"
    data { source { path = "%s" }, split { train = 0.7, validation = 0.15, test = 0.15 } }
    model { embedding { width = 8 }, layers = [ { cell = gru, hidden = 24 } ] }
    training {
      window = 10, lanes = 4, localSteps = 5, epochs = 3
      optimizer { kind = adam, rate = 0.01 }
      averaging { atSync = average }
    }
    predict { prompt = "the ", tokens = 120, temperature = 0.3 }
    """
        .formatted(folder.resolve("run"), texts);
  }

  private static Ended sluice(String command, String... more) {
    return SmallJob.main(
        Stream.concat(Stream.of(command, folder.resolve("job.conf").toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static JsonNode json(String part) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run").resolve(part).toFile());
  }

  @Test
  void itEndsWellAndTellsPerplexities() {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("in 700 documents; a token is a character")
        .containsPattern("epoch 3 of 3: loss .*, validation .*, perplexity [0-9.]+")
        .containsPattern("unigram +[0-9.]+");
  }

  @Test
  void theModelLearnsTheSentences() throws IOException {
    JsonNode methods = json("evaluation.json").get("methods");
    double model = methods.at("/model/perplexity").asDouble();
    // a sentence of 20 characters is one of six: 0.09 nats a character at best
    assertThat(model).isBetween(1.0, 1.5);
    assertThat(methods.at("/bigram/perplexity").asDouble()).isGreaterThan(1.5 * model);
    assertThat(methods.at("/unigram/perplexity").asDouble()).isGreaterThan(5 * model);
    assertThat(methods.at("/model/bitsPerCharacter").asDouble())
        .isEqualTo(methods.at("/model/bits").asDouble());
  }

  @Test
  void theHistoryHoldsThePerplexityOfEachEpoch() throws IOException {
    String last =
        Files.readAllLines(folder.resolve("run/history.jsonl")).stream()
            .filter(line -> line.contains("\"epoch\""))
            .reduce((first, second) -> second)
            .orElseThrow();
    JsonNode epoch = new ObjectMapper().readTree(last);
    assertThat(epoch.get("perplexity").asDouble())
        .isEqualTo(StrictMath.exp(epoch.get("validationLoss").asDouble()));
  }

  @Test
  void theModelWritesTextThatBeginsWithThePrompt() throws IOException {
    Path text = folder.resolve("run/predictions/text.txt");
    String first = Files.readString(text);
    assertThat(first).startsWith("the ").hasSize(124);
    assertThat(SENTENCES).anySatisfy(sentence -> assertThat(first).contains(sentence));

    // the model is all it needs
    assertThat(sluice("predict", "--overwrite", "--set", "data.source.path=/no/text").code())
        .isZero();
    assertThat(text).hasContent(first);
    assertThat(sluice("predict", "--overwrite", "--set", "predict.temperature=2").code()).isZero();
    assertThat(Files.readString(text)).isNotEqualTo(first);
  }

  @Test
  void theTextAndItsModelAreInspected() {
    Ended ended = SmallJob.main("inspect", folder.resolve("run").toString());
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("in 700 documents; a token is a character")
        .contains("reads and writes text; a token is a character, the vocabulary has ")
        .contains("embedding.weight", "trained on windows of 10 steps");
  }

  @Test
  void vectorsOfAFileAreWhereTheEmbeddingBeginsAndAResumeNeedsThemNoMore() throws IOException {
    String output = "output=" + folder.resolve("vectors");
    sluice("prepare", "--set", output);
    Path vectors = folder.resolve("vectors.txt");
    Files.writeString(vectors, "2 8\ne 1 2 3 4 5 6 7 8\n# 1 1 1 1 1 1 1 1\n");
    String[] words = {"--set", output, "--set", "model.embedding.pretrained=" + vectors, "--set"};
    assertThat(train(words, "model.embedding.width=9").err())
        .contains(
            "model.embedding.width must be that of the vectors of model.embedding.pretrained, 8,");

    // steps too small to see
    Ended ended = train(words, "training.optimizer.rate=1e-12", "--set", "training.epochs=1");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("has vectors for 1 of the vocabulary's ");
    Path model = folder.resolve("vectors/model");
    assertThat(Files.readString(model.resolve("model.json"))).contains("pretrained vectors");
    assertThat(vector(model, "e"))
        .containsExactly(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Offset.offset(1e-6f));

    Files.delete(vectors);
    String[] on = {"--set", "training.epochs=2", "--resume-with", "training.epochs"};
    assertThat(train(words, "training.optimizer.rate=1e-12", on).err()).isEmpty();
    assertThat(Files.readString(model.resolve("model.json"))).contains("pretrained vectors");
  }

  private static float[] vector(Path model, String token) throws IOException {
    Model trained = ModelFiles.read(new HadoopFileStore(model.toString(), new Configuration()));
    int number = Preprocessing.of(trained).text().vocabulary().indexOf(token);
    float[] row = new float[8];
    Network.of(trained.spec())
        .layout()
        .block("embedding.weight")
        .copyUnit(trained.theta(), number, row, 0);
    return row;
  }

  @Test
  void vectorsOfWord2VecArePreparedOnceAndAreWhereTheEmbeddingBegins() throws IOException {
    Path output = Files.createDirectories(folder.resolve("word2vec"));
    String[] words = {
      "--set", "output=" + output, "--set", "data.text.tokens=word", "--set",
    };
    String width = "data.text.vectors.width=8";
    assertThat(train(words, "data.text.vectors.width=9").err())
        .contains("model.embedding.width must be data.text.vectors.width, 9, so that");
    assertThat(command("prepare", words, width).out())
        .contains("vectors of 8 elements for 22 of them, by Word2Vec");
    Path file = output.resolve("prepared/vectors.txt");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(23).startsWith("22 8");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(command("prepare", words, width).err()).isEmpty();
    assertThat(Files.getLastModifiedTime(file).toMillis()).isZero();

    String[] still = {"--set", "training.epochs=1", "--set", "training.optimizer.rate=1e-12"};
    Ended ended = train(words, width, still);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("has vectors for 22 of the vocabulary's 24 tokens, 8")
        .contains("% of the training span's running tokens; the others are drawn");
    String[] pump =
        lines.stream().filter(line -> line.startsWith("pump ")).findFirst().get().split(" ");
    float[] row = vector(output.resolve("model"), "pump");
    for (int k = 0; k < row.length; k++) {
      assertThat(row[k]).isCloseTo(Float.parseFloat(pump[1 + k]), Offset.offset(1e-6f));
    }

    Files.writeString(file, "x 1 1 1 1 1 1 1 1\n", StandardOpenOption.APPEND);
    Files.delete(file.resolveSibling(".vectors.txt.crc")); // not every file system has sums
    assertThat(train(words, width, "--overwrite").err())
        .contains("vectors.txt is missing or damaged; run sluice prepare with --overwrite");
    Path manifest = output.resolve("prepared/dataset.json"); // as if they had been made again
    ObjectNode info = (ObjectNode) new ObjectMapper().readTree(manifest.toFile());
    ((ObjectNode) info.get("vectors")).put("sha256", "another");
    Files.delete(manifest.resolveSibling(".dataset.json.crc"));
    Files.writeString(manifest, info.toString());
    String[] on = {"--set", "training.optimizer.rate=1e-12", "--resume-with", "training.epochs"};
    assertThat(train(words, width, on).err())
        .contains("the vectors of data.text.vectors are other ones than the training began with");
  }

  private static Ended command(String command, String[] words, String setting, String... more) {
    return sluice(
        command,
        Stream.of(Stream.of(words), Stream.of(setting), Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static Ended train(String[] words, String setting, String... more) {
    return command("train", words, setting, more);
  }

  @Test
  void aTextThatIsReadInSegmentsGivesTheSameWeights() throws IOException {
    String output = "output=" + folder.resolve("segments");
    sluice("prepare", "--set", output);
    Ended ended = sluice("train", "--set", output, "--set", "training.segments.limit=0.02");
    assertThat(ended.out()).containsPattern("segments +[0-9]+ an epoch, of [0-9]+ rounds each");
    assertThat(folder.resolve("segments/model/weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("run/model/weights.safetensors"));
  }

  @Test
  void aModelOfOtherTokensIsRefused() {
    Ended ended =
        sluice(
            "evaluate",
            "--overwrite",
            "--model",
            folder.resolve("run/model").toString(),
            "--set",
            "output=" + folder.resolve("other"));
    assertThat(ended.code()).isEqualTo(2);

    sluice(
        "prepare", "--set", "data.text.tokens=word", "--set", "output=" + folder.resolve("words"));
    Ended words =
        sluice(
            "evaluate",
            "--model",
            folder.resolve("run/model").toString(),
            "--set",
            "output=" + folder.resolve("words"));
    assertThat(words.err())
        .startsWith("sluice: the prepared text has other tokens than the model was trained with");
  }
}
