package org.sluice.spark.train;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.Sha256;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.text.Vocabulary;

/**
 * Vectors that somebody else trained, from a text file as word2vec and GloVe write it: a line for
 * each token, the token and its elements parted by blanks; a first line with the counts of both may
 * stand before them. Only those of a vocabulary are kept; of several for one token the first.
 *
 * @param vectors by the token's number, {@code [E]} each
 * @param fingerprint of the file's bytes, SHA-256
 */
record TokenVectors(Map<Integer, float[]> vectors, String fingerprint) {
  private static final String SETTING = "model.embedding.pretrained";

  /**
   * @param path on any Hadoop file system; compressed files are told by their names
   * @throws SluiceException if the file cannot be read, or its vectors are not {@code width} wide
   */
  static TokenVectors read(String path, Configuration hadoop, Vocabulary vocabulary, int width) {
    MessageDigest digest = Sha256.digest();
    Map<Integer, float[]> vectors = new TreeMap<>();
    try (InputStream raw = new DigestInputStream(open(path, hadoop), digest);
        BufferedReader lines = reader(path, hadoop, raw)) {
      Line line = new Line(path, vocabulary, width, vectors);
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line.take(text);
      }
      raw.transferTo(OutputStream.nullOutputStream()); // what a codec left unread
    } catch (IOException e) {
      throw new SluiceException(
          SETTING + " is " + path + ", which cannot be read: " + e.getMessage(), e);
    }
    return new TokenVectors(vectors, HexFormat.of().formatHex(digest.digest()));
  }

  private static InputStream open(String path, Configuration hadoop) throws IOException {
    Path file = file(path);
    return file.getFileSystem(hadoop).open(file);
  }

  private static Path file(String path) {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      throw new SluiceException(
          SETTING + " must be a path that Hadoop can read, got " + path + ": " + e.getMessage(), e);
    }
  }

  private static BufferedReader reader(String path, Configuration hadoop, InputStream raw)
      throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file(path));
    InputStream kept = // closing the reader must leave the bytes behind it to the digest
        new FilterInputStream(raw) {
          @Override
          public void close() {}
        };
    InputStream plain = codec == null ? kept : codec.createInputStream(kept);
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }

  /** Reads line after line. */
  private static final class Line {
    private final String path;
    private final Vocabulary vocabulary;
    private final int width;
    private final Map<Integer, float[]> vectors;
    private long number;
    private boolean known; // the width

    Line(String path, Vocabulary vocabulary, int width, Map<Integer, float[]> vectors) {
      this.path = path;
      this.vocabulary = vocabulary;
      this.width = width;
      this.vectors = vectors;
    }

    void take(String text) {
      number++;
      String line = text.stripTrailing();
      if (number == 1 && line.matches("\\d+ \\d+") && width > 1) {
        requireWidth(Integer.parseInt(line.substring(line.indexOf(' ') + 1)));
        known = true;
        return;
      }
      int end = line.length(); // behind the token: the last E blanks part the elements
      for (int k = 0; k < width && end > 0; k++) {
        end = line.lastIndexOf(' ', end - 1);
      }
      if (!known) {
        requireWidth(line.split(" ").length - 1);
        known = true;
      }
      Require.that(end > 0, "%s", noVector());
      int token = vocabulary.number(line.substring(0, end));
      if (token != Vocabulary.UNKNOWN && token != Vocabulary.END) {
        vectors.putIfAbsent(token, elements(line.substring(end + 1)));
      }
    }

    private float[] elements(String text) {
      String[] words = text.split(" ", -1);
      float[] elements = new float[width];
      for (int k = 0; k < width; k++) {
        try {
          elements[k] = Float.parseFloat(words[k]);
        } catch (NumberFormatException e) {
          throw new SluiceException(noVector(), e);
        }
        Require.that(Float.isFinite(elements[k]), "%s", noVector());
      }
      return elements;
    }

    private String noVector() {
      return String.format(
          Locale.ROOT,
          "%s is %s, whose line %d is no token with %d numbers; mend the file",
          SETTING,
          path,
          number,
          width);
    }

    private void requireWidth(int found) {
      Require.that(
          found == width,
          "model.embedding.width must be that of the vectors of %s, %d, in %s, got %d",
          SETTING,
          found,
          path,
          width);
    }
  }
}
