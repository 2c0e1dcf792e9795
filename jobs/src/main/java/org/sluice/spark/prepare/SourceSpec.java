package org.sluice.spark.prepare;

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
 */
public record SourceSpec(
    String format,
    Optional<String> path,
    Optional<String> table,
    Optional<String> query,
    Map<String, String> options) {
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
  }

  /** Files. */
  public SourceSpec(String format, String path, Map<String, String> options) {
    this(format, Optional.of(path), Optional.empty(), Optional.empty(), options);
  }

  /** The setting that says where the table is, for messages; a path or name with it. */
  public String place() {
    return path.map(text -> "data.source.path " + text)
        .or(() -> table.map(text -> "data.source.table " + text))
        .orElse("data.source.query");
  }
}
