package org.sluice.spark.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.shard.HadoopFileStore;

/** {@code evaluation.json}: an evaluation's record as text. */
final class EvaluationFile {
  private static final String FILE = "evaluation.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private EvaluationFile() {}

  /**
   * @throws SluiceException if it cannot be written
   */
  static void write(Record evaluation, String folder, Configuration configuration) {
    try (OutputStream out = new HadoopFileStore(folder, configuration).create(FILE)) {
      out.write(JSON.writeValueAsBytes(evaluation));
    } catch (IOException e) {
      throw new SluiceException(folder + "/" + FILE + " cannot be written: " + e.getMessage(), e);
    }
  }
}
