package org.sluice.spark.prepare.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.Sha256;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.Folder;
import org.sluice.spark.prepare.TextInfo;

/**
 * Vectors of a vocabulary's tokens, trained by MLlib's Word2Vec (skip-grams, Mikolov et al. 2013)
 * on the numbers that were prepared. It gives other vectors each time: its parts are trained on
 * what a shuffle brings in any order. So they are written once, with a checksum, and are an input
 * from then on.
 */
final class WordVectors {
  private final VectorSpec spec;
  private final Vocabulary vocabulary;

  WordVectors(VectorSpec spec, Vocabulary vocabulary) {
    this.spec = spec;
    this.vocabulary = vocabulary;
    Require.that(
        (long) spec.width() * vocabulary.size() < Integer.MAX_VALUE,
        "data.text.vectors.width (%d) times the vocabulary's %d tokens is more than Word2Vec holds,"
            + " %d; choose narrower vectors or a smaller data.text.vocabulary.size",
        spec.width(),
        vocabulary.size(),
        Integer.MAX_VALUE);
  }

  /**
   * Trains and writes them; tokens with a line break in them have none, as no line can hold them.
   *
   * @param training chunks of the training span
   */
  TextInfo.Vectors write(Dataset<Row> training, Folder folder) {
    Map<Integer, Vector> vectors = trained(training);
    MessageDigest digest = Sha256.digest();
    try (OutputStream file = new DigestOutputStream(folder.createVectors(), digest);
        Writer out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8))) {
      out.write(vectors.size() + " " + spec.width() + "\n");
      for (Map.Entry<Integer, Vector> entry : vectors.entrySet()) {
        out.write(line(vocabulary.token(entry.getKey()), entry.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the vectors cannot be written below " + folder, e);
    }
    return new TextInfo.Vectors(
        spec.width(), vectors.size(), HexFormat.of().formatHex(digest.digest()));
  }

  /** By number. */
  private Map<Integer, Vector> trained(Dataset<Row> training) {
    FlatMapFunction<Row, String[]> sentences = WordVectors::sentences;
    Encoder<String[]> texts = training.sparkSession().implicits().newStringArrayEncoder();
    Dataset<Row> vectors =
        new Word2Vec()
            .setInputCol("tokens")
            .setVectorSize(spec.width())
            .setWindowSize(spec.window())
            .setMaxIter(spec.epochs())
            .setStepSize(spec.rate())
            .setNumPartitions(spec.partitions())
            .setMinCount(1) // the vocabulary has its own
            .fit(training.select("values").flatMap(sentences, texts).toDF("tokens"))
            .getVectors();
    Map<Integer, Vector> byNumber = new TreeMap<>();
    for (Iterator<Row> rows = vectors.toLocalIterator(); rows.hasNext(); ) {
      Row row = rows.next();
      int number = Integer.parseInt(row.getString(0));
      if (vocabulary.token(number).chars().noneMatch(c -> c == '\n' || c == '\r')) {
        byNumber.put(number, row.getAs(1));
      }
    }
    return byNumber;
  }

  /** The numbers between the ends of documents, those of unknown tokens left out, as texts. */
  private static Iterator<String[]> sentences(Row chunk) {
    List<String[]> sentences = new ArrayList<>();
    List<String> sentence = new ArrayList<>();
    for (float value : chunk.<Float>getList(0)) {
      int token = (int) value;
      if (token == Vocabulary.END) {
        add(sentence, sentences);
      } else if (token != Vocabulary.UNKNOWN) {
        sentence.add(Integer.toString(token));
      }
    }
    add(sentence, sentences);
    return sentences.iterator();
  }

  private static void add(List<String> sentence, List<String[]> sentences) {
    if (!sentence.isEmpty()) {
      sentences.add(sentence.toArray(String[]::new));
      sentence.clear();
    }
  }

  private String line(String token, Vector vector) {
    StringBuilder line = new StringBuilder(token);
    for (double element : vector.toArray()) {
      Require.that(
          Double.isFinite(element),
          "data.text.vectors.rate (%s) is too high for Word2Vec, whose vector of %s is not finite;"
              + " choose a lower one",
          spec.rate(),
          token);
      line.append(' ').append((float) element);
    }
    return line.append('\n').toString();
  }
}
