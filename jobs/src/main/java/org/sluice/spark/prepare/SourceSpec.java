package org.sluice.spark.prepare;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * Where a table is: in files as Spark's readers see them, {@code
 * spark.read().format(format).options(options).load(path)}, in a catalog, or what a query gives.
 *
 * @param format of {@code path}
 * @param table a name that Spark's catalog knows
 * @param query in Spark SQL
 * @param options of the reader
 * @param recordings what is made of WAV files
 */
public record SourceSpec(
    String format,
    Optional<String> path,
    Optional<String> table,
    Optional<String> query,
    Map<String, String> options,
    Optional<RecordingsSpec> recordings) {
  /** The format of WAV files. */
  static final String RECORDINGS = "wav";

  public SourceSpec {
    Require.notBlank("data.source.format", format);
    long places = Stream.of(path, table, query).filter(Optional::isPresent).count();
    Require.that(
        places == 1,
        "data.source must say one of path, table and query, got %s",
        places == 0 ? "none" : "more");
    path.ifPresent(text -> Require.notBlank("data.source.path", text));
    table.ifPresent(text -> Require.notBlank("data.source.table", text));
    query.ifPresent(text -> Require.notBlank("data.source.query", text));
    options = Map.copyOf(options);
    Require.that(
        path.isPresent() || options.isEmpty(),
        "data.source.options are for the reader of data.source.path; leave them out with table or"
            + " query");
    Require.that(
        !RECORDINGS.equals(format) || path.isEmpty() || options.isEmpty(),
        "data.source.options are not for recordings; leave them out");
  }

  /** Without recordings. */
  public SourceSpec(
      String format,
      Optional<String> path,
      Optional<String> table,
      Optional<String> query,
      Map<String, String> options) {
    this(format, path, table, query, options, Optional.empty());
  }

  /** Files. */
  public SourceSpec(String format, String path, Map<String, String> options) {
    this(format, Optional.of(path), Optional.empty(), Optional.empty(), options);
  }

  /** Whether the table is one of frames of recordings. */
  boolean isRecordings() {
    return RECORDINGS.equals(format) && path.isPresent() && recordings.isPresent();
  }

  /** Columns in place of {@code names}, in which one may stand for all features of a frame. */
  List<String> spread(List<String> names) {
    return isRecordings() ? recordings.get().spread(names) : names;
  }

  /** The setting that says where the table is, for messages; a path or name with it. */
  public String place() {
    return path.map(text -> "data.source.path " + text)
        .or(() -> table.map(text -> "data.source.table " + text))
        .orElse("data.source.query");
  }
}
