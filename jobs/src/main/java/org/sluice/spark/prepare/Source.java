package org.sluice.spark.prepare;

import static java.util.Comparator.naturalOrder;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** The table outside, through Spark's readers. */
public final class Source {
  private static final Logger LOG = LoggerFactory.getLogger(Source.class);

  /** A column of text: a record that Spark's reader could not take apart, else null. */
  public static final String CORRUPT = "_corrupt_record";

  private static final Set<String> OF_FILES =
      Set.of("csv", "parquet", "json", "orc", "text", "avro", SourceSpec.RECORDINGS);
  private static final Set<String> MARKING = Set.of("csv", "json"); // corrupt records

  private final SparkSession spark;
  private final SourceSpec spec;
  private List<FileStatus> files; // as they were first listed

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
    Require.that(
        !found.isEmpty() || !ofFiles(),
        "%s has no files; give the path of an existing table",
        spec.place());
    return found.stream()
        .map(file -> file.getPath() + " " + file.getLen() + " " + file.getModificationTime())
        .sorted()
        .toList();
  }

  /** What says where the table is, for messages. */
  public String place() {
    return spec.place();
  }

  /** The first file with a byte, by its path. */
  public Optional<Path> firstFile() {
    return files().stream()
        .filter(file -> file.getLen() > 0)
        .map(FileStatus::getPath)
        .min(naturalOrder());
  }

  /** How many files are without a byte; the log names the first of them. */
  public long emptyFiles() {
    List<String> empty =
        files().stream()
            .filter(file -> file.getLen() == 0)
            .map(file -> file.getPath().toString())
            .sorted()
            .toList();
    if (!empty.isEmpty()) {
      LOG.warn("{} files are empty; the first is {}", empty.size(), empty.get(0));
    }
    return empty.size();
  }

  /**
   * @throws SluiceException if no file has a byte
   */
  void requireContent() {
    List<FileStatus> found = files();
    Require.that(
        found.isEmpty() || found.stream().anyMatch(file -> file.getLen() > 0),
        "%s holds nothing but empty files; give the path of an existing table",
        spec.place());
  }

  private List<FileStatus> files() {
    try {
      files = files == null ? listed() : files;
      return files;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private List<FileStatus> listed() throws IOException {
    if (!ofFiles()) {
      return List.of();
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path path = new Path(spec.path().orElseThrow());
    FileSystem files = path.getFileSystem(hadoop);
    FileStatus[] found = files.globStatus(path);
    if (found == null || found.length == 0) {
      throw new FileNotFoundException("no such file or folder");
    }
    List<FileStatus> all = new ArrayList<>();
    for (FileStatus one : found) {
      // of local files Hadoop's own listing asks for owners too, by a process for each
      if (files instanceof LocalFileSystem) {
        addBelow(files, one, all);
      } else {
        RemoteIterators.foreach(files.listFiles(one.getPath(), true), all::add);
      }
    }
    all.removeIf(file -> hidden(file.getPath()));
    return all;
  }

  private static void addBelow(FileSystem files, FileStatus one, List<FileStatus> all)
      throws IOException {
    if (!one.isDirectory()) {
      all.add(one);
      return;
    }
    for (FileStatus inside : files.listStatus(one.getPath())) {
      addBelow(files, inside, all);
    }
  }

  /**
   * @throws SluiceException unless the rows lie in files, so that they have an order
   */
  public void requireFiles() {
    Require.that(
        ofFiles() && !spec.isRecordings(),
        "data.source.format must be one of %s, whose rows have an order in their files, got %s",
        OF_FILES.stream()
            .filter(format -> !format.equals(SourceSpec.RECORDINGS))
            .sorted()
            .collect(Collectors.joining(", ")),
        spec.format());
  }

  private boolean ofFiles() {
    return spec.path().isPresent() && OF_FILES.contains(spec.format().toLowerCase(Locale.ROOT));
  }

  private static boolean hidden(Path file) {
    return file.getName().startsWith("_") || file.getName().startsWith(".");
  }

  /**
   * The table as Spark reads it. Text stays text, so that what is no number can be told from what
   * is missing.
   */
  public Dataset<Row> load() {
    try {
      if (spec.table().isPresent()) {
        return spark.table(spec.table().get());
      }
      if (spec.isRecordings()) {
        return recordings();
      }
      return spec.query().isPresent()
          ? spark.sql(spec.query().get())
          : reader().load(spec.path().get());
    } catch (SluiceException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked ones undeclared
      throw unloadable(e);
    }
  }

  private Dataset<Row> recordings() throws IOException {
    RecordingsSpec recordings = spec.recordings().orElseThrow();
    int rate = recordings.rate() > 0 ? recordings.rate() : rate();
    return Recordings.table(spark, spec.path().orElseThrow(), recordings, rate);
  }

  private int rate() throws IOException {
    List<Path> sorted = files().stream().map(FileStatus::getPath).sorted().toList();
    return Recordings.rate(sorted, spark.sparkContext().hadoopConfiguration());
  }

  private DataFrameReader reader() {
    DataFrameReader reader = spark.read().format(spec.format());
    if (spec.format().equalsIgnoreCase("csv")) {
      // files whose headers disagree are refused rather than read column for column
      reader = reader.option("enforceSchema", "false");
    }
    reader = reader.options(spec.options());
    if (spec.format().equalsIgnoreCase("csv")) {
      reader = reader.option("inferSchema", "false");
    }
    return reader;
  }

  /**
   * The same with a further column {@link #CORRUPT}, where Spark's reader of the format can tell.
   *
   * @param loaded by {@link #load}
   */
  public Dataset<Row> marked(Dataset<Row> loaded) {
    if (spec.path().isEmpty() || !MARKING.contains(spec.format().toLowerCase(Locale.ROOT))) {
      return loaded;
    }
    StructType columns = new StructType();
    for (StructField column : loaded.schema().fields()) {
      columns = column.name().equals(CORRUPT) ? columns : columns.add(column);
    }
    return reader()
        .option("columnNameOfCorruptRecord", CORRUPT)
        .schema(columns.add(CORRUPT, DataTypes.StringType))
        .load(spec.path().get());
  }

  /** The file that a row of the table comes from; null where rows do not lie in files. */
  Column file() {
    if (spec.isRecordings()) {
      return col("file");
    }
    return ofFiles() ? col("_metadata.file_path") : lit(null).cast(DataTypes.StringType);
  }

  private SluiceException unloadable(Exception e) {
    if (spec.format().equalsIgnoreCase("avro")
        && String.valueOf(e.getMessage()).contains("Failed to find data source")) {
      return new SluiceException(
          "data.source.format = avro needs Spark's own Avro module, which is not on the class path;"
              + " give -- --packages org.apache.spark:spark-avro_2.13:"
              + spark.version(),
          e);
    }
    if (hasCause(e, ClassNotFoundException.class)) {
      return new SluiceException(
          "data.source.format must be one that Spark can read, such as csv, parquet, json or orc,"
              + " got "
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
    String reason = String.valueOf(innermost.getMessage()).strip().lines().findFirst().orElse("");
    return new SluiceException(
        String.format(
            Locale.ROOT,
            "%s cannot be read%s: %s",
            spec.place(),
            spec.path().isPresent() ? " as " + spec.format() : "",
            reason),
        e);
  }

  /**
   * @throws SluiceException if {@code e} says that a file could not be read
   */
  public void refuseUnreadable(Exception e) {
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
        spec.path().isPresent()
            && spec.format().equalsIgnoreCase("csv")
            && !"true".equalsIgnoreCase(spec.options().get("header"));
    return nameless ? "; set data.source.options.header = true if the first line names them" : "";
  }
}
