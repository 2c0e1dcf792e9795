package org.sluice.spark.prepare.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.Summary;
import org.sluice.spark.prepare.TextInfo;
import org.sluice.spark.prepare.text.TextSpec.At;
import org.sluice.spark.prepare.text.TextSpec.VocabularySpec;

final class PrepareTextTest {
  @TempDir Path folder;
  private Path texts;

  @BeforeEach
  void makeAFolderForTexts() throws IOException {
    texts = Files.createDirectories(folder.resolve("texts"));
  }

  private TextSpec spec(Tokens tokens, int size, At at) {
    return spec("text", Map.of(), "value", tokens, size, at);
  }

  private TextSpec spec(
      String format, Map<String, String> options, String column, Tokens tokens, int size, At at) {
    return new TextSpec(
        new SourceSpec(format, texts.toString(), options),
        new TextSpec.Learnt(
            new TextSpec.Text(
                column, tokens, Normalisation.NONE, false, new VocabularySpec(size, 1)),
            VectorSpec.NONE),
        new TextSpec.Split(0.5, 0.25, 0.25, at),
        new BadRowsSpec(0.01));
  }

  private static TextSpec tolerating(double share, TextSpec spec) {
    return new TextSpec(spec.source(), spec.text(), spec.split(), new BadRowsSpec(share));
  }

  private PreparedDataSet prepare(TextSpec spec) {
    return PrepareText.run(SparkTest.spark(), spec, folder.resolve("prepared").toString(), false);
  }

  private static TextInfo info(PreparedDataSet data) {
    return (TextInfo) data.info();
  }

  /** All tokens in the order of the corpus, as their texts. */
  private static List<String> tokens(PreparedDataSet data) {
    Vocabulary vocabulary = new Vocabulary(info(data).vocabulary());
    List<String> tokens = new ArrayList<>();
    for (Row chunk : data.chunks().orderBy("start").collectAsList()) {
      assertThat(chunk.getLong(2)).isEqualTo(tokens.size());
      chunk.<Float>getList(4).forEach(number -> tokens.add(vocabulary.token(number.intValue())));
    }
    return tokens;
  }

  @Test
  void linesBecomeNumbersInTheOrderOfTheirFiles() throws IOException {
    Files.writeString(texts.resolve("b.txt"), "ba\n\n");
    Files.writeString(texts.resolve("a.txt"), "ab\ncab\n");

    PreparedDataSet data = prepare(spec(Tokens.CHARACTER, 100, At.TOKEN));

    assertThat(String.join("", tokens(data))).isEqualTo("ab<end>cab<end>ba<end><end>");
    assertThat(info(data).spans()).isEqualTo(new DataSetInfo.Spans(0, 6, 8, 11));
    assertThat(info(data).documents()).isEqualTo(4);
  }

  @Test
  void theVocabularyIsOfTheTrainingSpanByCountThenCodePoint() throws IOException {
    // 12 tokens of training: b three times, a and the two others twice, the rest later
    Files.writeString(
        texts.resolve("a.txt"), "bb\uFF21\uD83D\uDE00ab\uFF21\uD83D\uDE00az\nxyzxyzxyzxyz");

    TextInfo info = info(prepare(spec(Tokens.CHARACTER, 6, At.TOKEN)));

    assertThat(info.vocabulary())
        .containsExactly("<unknown>", "<end>", "b", "a", "\uFF21", "\uD83D\uDE00");
    assertThat(info.counts().get("train").unknown()).isEqualTo(2);
    assertThat(info.counts().get("test").unknown()).isEqualTo(5);
  }

  @Test
  void bordersCanStandBetweenDocuments() throws IOException {
    Files.writeString(
        texts.resolve("a.txt"), "one two three\nfour five\nsix\nseven eight nine ten\neleven");

    TextInfo info = info(prepare(spec(Tokens.WORD, 100, At.DOCUMENT)));

    // documents begin at 0, 4, 7, 9 and 14 of 16 tokens; half and three quarters are 8 and 12
    assertThat(info.spans()).isEqualTo(new DataSetInfo.Spans(0, 9, 14, 16));
  }

  @Test
  void bytePairsAreLearntOfTheTrainingSpanAndLoseNothing() throws IOException {
    String text = "low low lower\nlowest low\n\u732b low  new\nzz zz zz zz zz zz zz\n";
    Files.writeString(texts.resolve("a.txt"), text);

    TextSpec spec = spec(Tokens.BPE, 270, At.TOKEN);
    PreparedDataSet data = prepare(spec);

    TextInfo info = info(data);
    assertThat(info.vocabulary()).contains("low", " low").doesNotContain("zz");
    Vocabulary vocabulary = new Vocabulary(info.vocabulary());
    List<String> tokens = tokens(data);
    assertThat(tokens.stream().map(vocabulary::number)).doesNotContain(Vocabulary.UNKNOWN);
    List<String> written = tokens.stream().map(t -> t.equals("<end>") ? "\n" : t).toList();
    assertThat(info.tokenisation().join(written)).isEqualTo(text);
    // 20 pieces and ends of documents: ten of them are training, the last one a blank
    DataSetInfo.Spans spans = info.spans();
    assertThat(info.tokenisation().join(written.subList(0, (int) spans.validation())))
        .isEqualTo("low low lower\nlowest low\n\u732b low ");
    assertThat(info.counts().values().stream().mapToLong(TextInfo.SpanCounts::characters).sum())
        .isEqualTo(text.codePointCount(0, text.length()));
    assertThat(Summary.of(data)).contains("a token is a byte, or bytes that were joined");
  }

  @Test
  void charactersAreThoseOfTheText() throws IOException {
    Files.writeString(texts.resolve("a.txt"), "  one,  two \nthree\n");

    TextInfo info = info(prepare(spec(Tokens.WORD, 100, At.TOKEN)));

    long characters =
        info.counts().values().stream().mapToLong(TextInfo.SpanCounts::characters).sum();
    assertThat(characters).isEqualTo("  one,  two \nthree\n".length());
  }

  @Test
  void aFileOrAColumnCanHoldDocuments() throws IOException {
    Files.writeString(texts.resolve("a.txt"), "a b\nc");
    Files.writeString(texts.resolve("b.txt"), "d e\nf\n");
    PreparedDataSet whole =
        prepare(spec("text", Map.of("wholetext", "true"), "value", Tokens.CHARACTER, 9, At.TOKEN));
    assertThat(info(whole).documents()).isEqualTo(2);
    assertThat(tokens(whole)).startsWith("a", " ", "b", "\n", "c", "<end>");

    Files.delete(texts.resolve("a.txt"));
    Files.writeString(
        texts.resolve("b.txt"), "{\"says\": \"hello\"}\n{\"says\": \"world\"}\n{}\n{\"says\"\n");
    PreparedDataSet column =
        PrepareText.run(
            SparkTest.spark(),
            tolerating(0.25, spec("json", Map.of(), "says", Tokens.CHARACTER, 20, At.TOKEN)),
            folder.resolve("json").toString(),
            false);
    assertThat(info(column).documents()).isEqualTo(2);
    assertThat(info(column).dropped()).isEqualTo(Map.of("null-text", 1L, "corrupt", 1L));
  }

  @Test
  void aColumnOfParquetCanHoldDocuments() throws IOException {
    SparkTest.spark()
        .range(0, 3, 1, 1)
        .selectExpr("if(id = 1, null, concat('text ', id)) as body")
        .write()
        .mode("overwrite")
        .parquet(texts.toString());

    PreparedDataSet data = prepare(spec("parquet", Map.of(), "body", Tokens.BYTE, 9, At.TOKEN));

    assertThat(info(data).tokenisation().join(tokens(data).subList(0, 6))).isEqualTo("text 0");
    assertThat(info(data).dropped()).isEqualTo(Map.of("null-text", 1L));
  }

  @Test
  void whatIsNoUtf8IsCountedAndLeftOut() throws IOException {
    byte[] latin = "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(texts.resolve("a.txt"), latin);
    Files.writeString(texts.resolve("b.txt"), "some good text\n");
    Files.createFile(texts.resolve("c.txt"));

    PreparedDataSet data = prepare(tolerating(0.5, spec(Tokens.CHARACTER, 20, At.TOKEN)));

    assertThat(info(data).dropped()).isEqualTo(Map.of("invalid-utf8", 1L, "empty-file", 1L));
    assertThat(info(data).documents()).isEqualTo(1);
    assertThat(Summary.of(data)).contains("dropped, invalid-utf8: 1");
  }

  @Test
  void moreBrokenDocumentsThanTheShareStopTheJobWithTheFirstOfEachKind() throws IOException {
    Files.writeString(texts.resolve("a.json"), "{\"says\": \"one\"}\n{\"says\"\n{}\n");
    Files.writeString(texts.resolve("b.json"), "{\"says\": \"two\"}\n{\n");
    TextSpec json = spec("json", Map.of(), "says", Tokens.CHARACTER, 20, At.TOKEN);

    assertThatThrownBy(() -> prepare(tolerating(0.39, json)))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.source.path %s has 2 broken rows of 5, more than data.badRows.share = 0.39:"
                + " corrupt 2 (the first in file:%s, row 2);"
                + " mend the text, bring it to UTF-8, or raise the share",
            texts, texts.resolve("a.json"));
    assertThat(folder.resolve("prepared/dataset.json")).doesNotExist();
    assertThat(info(prepare(tolerating(0.4, json))).dropped())
        .isEqualTo(Map.of("null-text", 1L, "corrupt", 2L));
  }

  @Test
  void aTextThatCannotBeUsedIsRefusedInOneSentence() throws IOException {
    Files.createFile(texts.resolve("a.txt"));
    assertThatThrownBy(() -> prepare(spec(Tokens.WORD, 10, At.TOKEN)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.source.path %s holds no text that can be used {empty-file=1}", texts);

    Files.writeString(texts.resolve("a.txt"), "short");
    assertThatThrownBy(() -> prepare(spec(Tokens.WORD, 10, At.TOKEN)))
        .hasMessageContaining("leaves the test span without rows");

    Files.writeString(texts.resolve("a.txt"), "{\"n\": 1}");
    assertThatThrownBy(() -> prepare(spec("json", Map.of(), "n", Tokens.WORD, 10, At.TOKEN)))
        .hasMessage("data.text.column names the column n, which has type bigint; expected text");
    assertThatThrownBy(() -> prepare(spec("json", Map.of(), "m", Tokens.WORD, 10, At.TOKEN)))
        .hasMessageContaining("data.text.column names the column m, which the table lacks");
    assertThatThrownBy(() -> spec(Tokens.BPE, 258, At.TOKEN))
        .hasMessage(
            "data.text.vocabulary.size must be more than 258 where data.text.tokens is bpe, the"
                + " specials and all bytes, got 258");
    assertThatThrownBy(() -> prepare(spec("rate", Map.of(), "value", Tokens.WORD, 10, At.TOKEN)))
        .hasMessageContaining("data.source.format must be one of");
  }

  @Test
  void theSameTextIsPreparedOnce() throws IOException {
    Files.writeString(texts.resolve("a.txt"), "some good text\n");
    TextSpec spec = spec(Tokens.CHARACTER, 20, At.TOKEN);
    prepare(spec);

    assertThat(prepare(spec).reused()).isTrue();
    assertThatThrownBy(() -> prepare(spec(Tokens.CHARACTER, 21, At.TOKEN)))
        .hasMessageContaining("give --overwrite to replace it");
    assertThatThrownBy(() -> prepare(spec).table())
        .hasMessageContaining("task needs a table, but what was prepared");
  }

  @Test
  void coresAndPartitionsLeaveNoTrace() throws IOException {
    for (int file = 0; file < 3; file++) {
      int seed = file;
      String text =
          IntStream.range(0, 700)
              .mapToObj(i -> "line " + i * (seed + 7) % 97 + " of file " + seed + "\n")
              .collect(Collectors.joining());
      Files.writeString(texts.resolve(file + ".txt"), text);
    }
    Map<String, String> many =
        Map.of(
            "spark.sql.shuffle.partitions", "7",
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.files.maxPartitionBytes", "3000");

    List<String> alone = SparkTest.on("local[1]", Map.of(), spark -> written(spark, "alone"));
    List<String> together = SparkTest.on("local[2]", many, spark -> written(spark, "many"));

    assertThat(alone).hasSizeGreaterThan(10).isEqualTo(together);
  }

  /** By words and by byte pairs. */
  private List<String> written(SparkSession spark, String name) {
    List<String> words = written(spark, spec(Tokens.WORD, 60, At.DOCUMENT), name);
    return Stream.concat(
            words.stream(),
            written(spark, spec(Tokens.BPE, 300, At.DOCUMENT), name + "-bpe").stream())
        .toList();
  }

  private List<String> written(SparkSession spark, TextSpec spec, String name) {
    Path target = folder.resolve(name);
    PreparedDataSet data = PrepareText.run(spark, spec, target.toString(), false);
    List<String> texts = new ArrayList<>();
    data.chunks().orderBy("start").collectAsList().forEach(c -> texts.add(c.toString()));
    try {
      texts.add(Files.readString(target.resolve("dataset.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
