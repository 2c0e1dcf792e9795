package org.sluice.spark.prepare;

import java.util.List;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * The {@code data} part of a job file: where the table is and what its columns mean.
 *
 * @param keepDropped whether rows that cannot be used are written aside, below {@code dropped/}
 */
public record DataSpec(
    SourceSpec source,
    List<String> key,
    TimeSpec time,
    List<String> features,
    List<String> targets,
    SplitSpec split,
    Scale scale,
    boolean keepDropped) {

  /** How values are scaled before they reach a network. */
  public enum Scale {
    /** Minus the training span's mean, over its standard deviation. */
    STANDARD,
    NONE
  }

  public DataSpec {
    key = List.copyOf(key);
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    Require.that(!features.isEmpty(), "data.features must name at least one column, got none");
    Require.that(!targets.isEmpty(), "data.targets must name at least one column, got none");
  }

  /**
   * The columns that are kept: features in their order, then the targets that are not among them.
   */
  public List<String> columns() {
    return Stream.concat(features.stream(), targets.stream()).distinct().toList();
  }
}
