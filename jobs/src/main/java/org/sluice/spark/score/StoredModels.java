package org.sluice.spark.score;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.spark.shard.HadoopFileStore;

/** Models in their folders. */
final class StoredModels {
  private StoredModels() {}

  /**
   * The model in {@code folder}, on any Hadoop path.
   *
   * @throws SluiceException if there is none, or a damaged one
   */
  static Model read(String folder, Configuration configuration) {
    try {
      return ModelFiles.read(new HadoopFileStore(folder, configuration));
    } catch (IOException e) {
      throw new SluiceException("the model cannot be read: " + e.getMessage(), e);
    }
  }
}
