package org.sluice.spark.prepare;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.SluiceException;

/** The folder of a prepared data set, on any Hadoop path. */
public final class Folder {
  static final String MANIFEST = "dataset.json";
  static final String CHUNKS = "chunks";
  static final String SERIES = "series";
  static final String LABELS = "labels";
  static final String SCALERS = "scalers";
  static final String DROPPED = "dropped";
  static final String SEQUENCES = "sequences";
  static final String VECTORS = "vectors.txt";

  private static final List<String> NAMES =
      List.of(MANIFEST, CHUNKS, SERIES, LABELS, SCALERS, DROPPED, SEQUENCES, VECTORS);

  private final FileSystem files;
  private final Path path;

  /**
   * @throws SluiceException if no file system serves the path
   */
  public Folder(SparkSession spark, String path) {
    this("output", path, spark.sparkContext().hadoopConfiguration());
  }

  /**
   * @param setting that names the path, for messages
   * @throws SluiceException if no file system serves the path
   */
  Folder(String setting, String path, Configuration hadoop) {
    try {
      this.path = new Path(path);
      this.files = this.path.getFileSystem(hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new SluiceException(setting + " " + path + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Where labelled sequences lie, as Spark takes it. */
  public String sequences() {
    return of(SEQUENCES);
  }

  /** Path of something in the folder, as Spark takes it. */
  String of(String name) {
    return new Path(path, name).toString();
  }

  /** Whether the folder holds a whole data set. */
  boolean complete() {
    try {
      return files.exists(new Path(path, MANIFEST));
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** Removes the data set, or what there is of one; nothing else that lies in the folder. */
  public void clear() {
    try {
      for (String name : NAMES) {
        files.delete(new Path(path, name), true);
      }
    } catch (IOException e) {
      throw failed("cleared", e);
    }
  }

  /** A new file for vectors of tokens. */
  public OutputStream createVectors() throws IOException {
    return files.create(new Path(path, VECTORS), true);
  }

  byte[] manifest() {
    try (FSDataInputStream in = files.open(new Path(path, MANIFEST))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** Commits the data set: everything else must have been written. */
  public void commit(byte[] manifest) {
    try (OutputStream out = files.create(new Path(path, MANIFEST), true)) {
      out.write(manifest);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  private SluiceException failed(String what, IOException e) {
    return new SluiceException(
        "data set " + path + " cannot be " + what + ": " + e.getMessage(), e);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
