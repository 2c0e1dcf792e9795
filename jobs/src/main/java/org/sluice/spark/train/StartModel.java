package org.sluice.spark.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.spark.shard.HadoopFileStore;

/**
 * A model that a training starts from.
 *
 * @param folder that it lies in, the scalers of groups of series beside it
 */
public record StartModel(Model model, String folder) {
  /**
   * The model in {@code folder}, on any Hadoop path.
   *
   * @throws org.sluice.engine.io.MalformedModelException if there is none, or a damaged one
   */
  public static StartModel read(String folder, Configuration hadoop) throws IOException {
    return new StartModel(ModelFiles.read(new HadoopFileStore(folder, hadoop)), folder);
  }
}
