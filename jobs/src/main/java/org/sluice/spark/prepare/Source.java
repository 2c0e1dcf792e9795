package org.sluice.spark.prepare;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** The table outside, through Spark's readers. */
public final class Source {
  private static final Set<String> OF_FILES =
      Set.of("csv", "parquet", "json", "orc", "text", "avro");

  private final SparkSession spark;
  private final SourceSpec spec;

  public Source(SparkSession spark, SourceSpec spec) {
    this.spark = spark;
    this.spec = spec;
  }

  /**
   * One line (path, length, modification time) for each file, sorted; empty where the format keeps
   * its table elsewhere than in files.
   *
   * @throws SluiceException if the path cannot be listed
   */
  public List<String> listing() {
    List<FileStatus> found = files();
    if (found.isEmpty() && ofFiles()) {
      throw new SluiceException(
          "data.source.path " + spec.path() + " has no files; give the path of an existing table");
    }
    return found.stream()
        .map(file -> file.getPath() + " " + file.getLen() + " " + file.getModificationTime())
        .sorted()
        .toList();
  }

  /** Paths of the files without a byte, sorted. */
  public List<String> emptyFiles() {
    return files().stream()
        .filter(file -> file.getLen() == 0)
        .map(file -> file.getPath().toString())
        .sorted()
        .toList();
  }

  private List<FileStatus> files() {
    try {
      return ofFiles() ? list() : List.of();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private List<FileStatus> list() throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path path = new Path(spec.path());
    FileSystem files = path.getFileSystem(hadoop);
    FileStatus[] found = files.globStatus(path);
    if (found == null || found.length == 0) {
      throw new FileNotFoundException("no such file or folder");
    }
    List<FileStatus> all = new ArrayList<>();
    for (FileStatus one : found) {
      RemoteIterator<LocatedFileStatus> below = files.listFiles(one.getPath(), true);
      while (below.hasNext()) {
        FileStatus file = below.next();
        if (!hidden(file.getPath())) {
          all.add(file);
        }
      }
    }
    return all;
  }

  /**
   * @throws SluiceException unless the rows lie in files, so that they have an order
   */
  public void requireFiles() {
    Require.that(
        ofFiles(),
        "data.source.format must be one of %s, whose rows have an order in their files, got %s",
        String.join(", ", new TreeSet<>(OF_FILES)),
        spec.format());
  }

  private boolean ofFiles() {
    return OF_FILES.contains(spec.format().toLowerCase(Locale.ROOT));
  }

  private static boolean hidden(Path file) {
    return file.getName().startsWith("_") || file.getName().startsWith(".");
  }

  /**
   * The table as Spark reads it. Text stays text, so that what is no number can be told from what
   * is missing.
   */
  public Dataset<Row> load() {
    DataFrameReader reader = spark.read().format(spec.format());
    if (spec.format().equalsIgnoreCase("csv")) {
      // files whose headers disagree are refused rather than read column for column
      reader = reader.option("enforceSchema", "false");
    }
    reader = reader.options(spec.options());
    if (spec.format().equalsIgnoreCase("csv")) {
      reader = reader.option("inferSchema", "false");
    }
    try {
      return reader.load(spec.path());
    } catch (Exception e) { // Spark throws checked ones undeclared
      throw unloadable(e);
    }
  }

  private SluiceException unloadable(Exception e) {
    if (hasCause(e, ClassNotFoundException.class)) {
      return new SluiceException(
          "data.source.format must be one that Spark can read, such as csv, parquet, json or orc, got "
              + spec.format(),
          e);
    }
    return unreadable(e);
  }

  private static boolean hasCause(Throwable e, Class<?> type) {
    return e != null && (type.isInstance(e) || hasCause(e.getCause(), type));
  }

  /** One sentence for whatever went wrong while reading, the innermost reason named. */
  private SluiceException unreadable(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String reason = String.valueOf(innermost.getMessage()).lines().findFirst().orElse("");
    return new SluiceException(
        String.format(
            Locale.ROOT,
            "data.source.path %s cannot be read as %s: %s",
            spec.path(),
            spec.format(),
            reason),
        e);
  }

  /**
   * @throws SluiceException if {@code e} says that a file could not be read
   */
  void refuseUnreadable(Exception e) {
    if (failedRead(e)) {
      throw unreadable(e);
    }
  }

  private static boolean failedRead(Throwable e) {
    if (e == null) {
      return false;
    }
    boolean here =
        e instanceof SparkThrowable spark
            && spark.getCondition() != null
            && spark.getCondition().startsWith("FAILED_READ_FILE");
    return here || failedRead(e.getCause());
  }

  /** What to say behind a list of columns that lacks one. */
  public String headerHint() {
    boolean nameless =
        spec.format().equalsIgnoreCase("csv")
            && !"true".equalsIgnoreCase(spec.options().get("header"));
    return nameless ? "; set data.source.options.header = true if the first line names them" : "";
  }
}
