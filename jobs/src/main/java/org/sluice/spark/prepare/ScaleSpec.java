package org.sluice.spark.prepare;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.base.Require;

/**
 * The {@code data.scale} part of a job file: how values are scaled before they reach a network, by
 * statistics of the training span.
 *
 * @param kind of the columns that {@code columns} does not name
 * @param log columns whose values x become log(1 + x) first
 * @param columns kinds by the column's name, as a job file writes them
 * @param by key columns: series that agree in them share their scalers; none: all series do
 */
public record ScaleSpec(
    Kind kind, List<String> log, Optional<Map<String, String>> columns, List<String> by) {
  /** As most tables are scaled. */
  public static final ScaleSpec STANDARD = new ScaleSpec(Kind.STANDARD);

  /** What is subtracted from a value, and what it is then divided by. */
  public enum Kind {
    /** The mean; the standard deviation of the population. */
    STANDARD,
    /** The median; the upper quartile less the lower one. */
    ROBUST,
    /** The least value; the greatest less the least. */
    MIN_MAX,
    NONE
  }

  public ScaleSpec {
    log = List.copyOf(log);
    by = List.copyOf(by);
    columns = columns.map(Map::copyOf);
    new TreeMap<>(columns.orElse(Map.of()))
        .forEach((name, word) -> Require.oneOf("data.scale.columns." + name, word, Kind.class));
  }

  /** All columns alike. */
  public ScaleSpec(Kind kind) {
    this(kind, List.of(), Optional.empty());
  }

  /** All series alike. */
  public ScaleSpec(Kind kind, List<String> log, Optional<Map<String, String>> columns) {
    this(kind, log, columns, List.of());
  }

  /** The kind of {@code column}. */
  Kind kindOf(String column) {
    String own = columns.orElse(Map.of()).get(column);
    return own == null ? kind : Require.oneOf("data.scale.columns", own, Kind.class);
  }

  /** Which of {@code columns} are scaled by their logarithms. */
  boolean[] logged(List<String> columns) {
    boolean[] logged = new boolean[columns.size()];
    log.forEach(name -> logged[columns.indexOf(name)] = true);
    return logged;
  }

  /** Whether mean and standard deviation of the columns themselves say it all. */
  boolean isPlain() {
    return log.isEmpty()
        && columns.orElse(Map.of()).isEmpty()
        && (kind == Kind.STANDARD || kind == Kind.NONE);
  }

  /** Refuses a column that is not among {@code known}, or not in the key. */
  void check(List<String> known, List<String> key) {
    DataSpec.requireInKey("data.scale.by", by, key);
    DataSpec.requireKnown("data.scale.log", log, known);
    DataSpec.requireKnown(
        "data.scale.columns", new TreeMap<>(columns.orElse(Map.of())).keySet(), known);
  }
}
