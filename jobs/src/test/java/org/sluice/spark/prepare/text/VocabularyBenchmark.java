package org.sluice.spark.prepare.text;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.sluice.engine.base.Draws;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.TextSpec.At;
import org.sluice.spark.prepare.text.TextSpec.VocabularySpec;

/**
 * How long a made-up text takes to be prepared in {@code local[2]}. Arguments: {@code word} or
 * {@code bpe}, the size of the vocabulary, megabytes of text, and a folder to work in, which keeps
 * the text for the next time.
 */
final class VocabularyBenchmark {
  private static final int WORDS = 300_000; // different ones
  private static final String[] SYLLABLES = {
    "ka", "re", "mo", "ti", "sun", "lor", "ve", "nd", "ing", "pra", "sch", "el", "to", "ba", "qui",
    "fen"
  };

  private VocabularyBenchmark() {}

  public static void main(String[] args) throws IOException {
    Tokens tokens = Tokens.valueOf(args[0].toUpperCase(Locale.ROOT));
    Path folder = Path.of(args[3]);
    Path text = text(folder, Long.parseLong(args[2]) << 20);
    TextSpec spec =
        new TextSpec(
            new SourceSpec("text", text.toString(), Map.of()),
            new TextSpec.Learnt(
                new TextSpec.Text(
                    "value",
                    tokens,
                    Normalisation.NONE,
                    false,
                    new VocabularySpec(Integer.parseInt(args[1]), 2)),
                VectorSpec.NONE),
            new TextSpec.Split(0.8, 0.1, 0.1, At.TOKEN),
            new BadRowsSpec(0.01));
    SparkTest.on(
        "local[2]",
        Map.of("spark.sql.shuffle.partitions", "8"),
        spark -> {
          long start = System.nanoTime();
          long startCpu = cpuNanos();
          PreparedDataSet data =
              PrepareText.run(spark, spec, folder.resolve("prepared").toString(), true);
          System.out.printf(
              Locale.ROOT,
              "%s: %,d tokens, vocabulary of %,d, %.1f s, %.1f s of CPU time%n",
              args[0],
              data.info().rows(),
              data.text().vocabulary().size(),
              (System.nanoTime() - start) / 1e9,
              (cpuNanos() - startCpu) / 1e9);
          return null;
        });
  }

  /** Of the whole JVM: on a machine with other work, the fairer clock. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Words of one to six syllables, by Zipf's law: the n-th as often as 1/n. */
  private static Path text(Path folder, long bytes) throws IOException {
    Path text = folder.resolve(bytes + ".txt");
    if (Files.exists(text)) {
      return text;
    }
    Files.createDirectories(folder);
    Draws draws = Draws.of(1, Draws.Purpose.SAMPLE);
    try (BufferedWriter out = Files.newBufferedWriter(text)) {
      long written = 0;
      for (long n = 0; written < bytes; n++) {
        String word = word((int) StrictMath.exp(draws.uniform(n) * StrictMath.log(WORDS)));
        out.write(word);
        out.write(n % 12 == 11 ? ".\n" : " ");
        written += word.length() + 1;
      }
    }
    return text;
  }

  private static String word(int rank) {
    StringBuilder word = new StringBuilder();
    for (int rest = rank * 7919; rest > 0; rest /= SYLLABLES.length) { // a prime, so that all mix
      word.append(SYLLABLES[rest % SYLLABLES.length]);
    }
    return word.toString();
  }
}
