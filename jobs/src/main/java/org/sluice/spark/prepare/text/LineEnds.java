package org.sluice.spark.prepare.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.SourceSpec;

/**
 * Tells how lines end, so that files whose sentences are parted by empty lines are cut there and
 * nothing longer is read as one piece.
 */
final class LineEnds {
  /** The reader's option that says what parts rows. */
  static final String OPTION = "lineSep";

  static final String EMPTY_LINE = "\n\n";
  private static final String WINDOWS_EMPTY_LINE = "\r\n\r\n";

  private LineEnds() {}

  /**
   * {@code spec} as the first of its files wants it: empty lines may have carriage returns. What
   * the user has set otherwise stands.
   */
  static SourceSpec cutAtEmptyLines(SparkSession spark, SourceSpec spec) {
    Optional<Path> first = new Source(spark, spec).firstFile();
    if (!EMPTY_LINE.equals(spec.options().get(OPTION))
        || first.isEmpty()
        || !windows(spark, first.get())) {
      return spec;
    }
    Map<String, String> options = new TreeMap<>(spec.options());
    options.put(OPTION, WINDOWS_EMPTY_LINE);
    return new SourceSpec(spec.format(), spec.path().orElseThrow(), options);
  }

  /** Whether the first line ends in a carriage return too. */
  private static boolean windows(SparkSession spark, Path path) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    try (InputStream raw = path.getFileSystem(hadoop).open(path);
        InputStream bytes =
            new BufferedInputStream(codec == null ? raw : codec.createInputStream(raw))) {
      int before = 0;
      int next = bytes.read();
      while (next >= 0 && next != '\n') {
        before = next;
        next = bytes.read();
      }
      return next == '\n' && before == '\r';
    } catch (IOException e) {
      throw new SluiceException(
          "data.source.path " + path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
