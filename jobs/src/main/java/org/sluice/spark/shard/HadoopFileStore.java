package org.sluice.spark.shard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sluice.engine.io.FileStore;

/** A folder on any path that Hadoop knows. The folder itself is made with its first file. */
public final class HadoopFileStore implements FileStore {
  private final Path folder;
  private final FileSystem files;

  /**
   * @param folder such as {@code runs/pumps/model} or {@code hdfs://host/runs/pumps/model}
   */
  public HadoopFileStore(String folder, Configuration configuration) throws IOException {
    this.folder = new Path(folder);
    files = this.folder.getFileSystem(configuration);
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public boolean exists(String file) throws IOException {
    return files.exists(new Path(folder, file));
  }

  @Override
  public InputStream open(String file) throws IOException {
    return files.open(new Path(folder, file));
  }

  @Override
  public OutputStream create(String file) throws IOException {
    return files.create(new Path(folder, file), true);
  }
}
