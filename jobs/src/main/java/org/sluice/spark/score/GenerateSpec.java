package org.sluice.spark.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.shard.HadoopFileStore;

/**
 * The {@code predict} part of a job file that learns a language: which text is to be written.
 *
 * @param prompt what it begins with
 * @param tokens how many are to follow
 * @param temperature what logits are divided by: below 1 the likely becomes likelier
 */
public record GenerateSpec(String prompt, int tokens, double temperature) {
  private static final String FILE = "text.txt";

  public GenerateSpec {
    Require.atLeast("predict.tokens", tokens, 1);
    Require.above("predict.temperature", temperature, 0);
  }

  /**
   * Writes {@code text} into {@code folder}, any Hadoop path.
   *
   * @return where it is and what it is, for people
   */
  public String write(String text, String folder, Configuration configuration) {
    try (OutputStream out = new HadoopFileStore(folder, configuration).create(FILE)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SluiceException(folder + "/" + FILE + " cannot be written: " + e.getMessage(), e);
    }
    return String.format("%s/%s holds%n%s%n", folder, FILE, text);
  }
}
