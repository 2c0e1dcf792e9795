package org.sluice.spark.prepare;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * The {@code data} part of a job file: where the table is and what its columns mean.
 *
 * @param longForm of a table that has a row for each value
 * @param keepDropped whether rows that cannot be used are written aside, below {@code dropped/}
 */
public record DataSpec(
    SourceSpec source,
    Optional<LongFormSpec> longForm,
    List<String> key,
    TimeSpec time,
    List<String> features,
    List<String> targets,
    SplitSpec split,
    Scale scale,
    BadRowsSpec badRows,
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
    checkOnce("data.key", key);
    checkOnce("data.features", features);
    checkOnce("data.targets", targets);
    if (longForm.isPresent()) {
      checkOneRole(key, time.column(), longForm.get());
    } else {
      checkOneRole(key, time.column(), features, targets);
    }
  }

  private static void checkOnce(String setting, List<String> names) {
    for (String name : names) {
      Require.notBlank(setting, name);
      Require.that(
          Collections.frequency(names, name) == 1,
          "%s names the column %s twice; leave one out",
          setting,
          name);
    }
  }

  private static void checkOneRole(List<String> key, String time, LongFormSpec form) {
    checkKeyApart(key, time);
    for (String name : List.of(form.sensor(), form.value())) {
      Require.that(
          !key.contains(name) && !name.equals(time),
          "data.longForm names the column %s, which is also %s; a column has one role",
          name,
          name.equals(time) ? "data.time.column" : "in data.key");
    }
  }

  private static void checkKeyApart(List<String> key, String time) {
    for (String name : key) {
      Require.that(
          !name.equals(time),
          "data.key and data.time.column both name the column %s; leave it out of the key",
          name);
    }
  }

  private static void checkOneRole(
      List<String> key, String time, List<String> features, List<String> targets) {
    checkKeyApart(key, time);
    for (String name : Stream.concat(features.stream(), targets.stream()).toList()) {
      Require.that(
          !key.contains(name) && !name.equals(time),
          "%s names the column %s, which is also %s; a column has one role",
          features.contains(name) ? "data.features" : "data.targets",
          name,
          name.equals(time) ? "data.time.column" : "in data.key");
    }
  }

  /** The setting that names a column among {@link #columns}. */
  String settingOf(String column) {
    return features.contains(column) ? "data.features" : "data.targets";
  }

  /**
   * The columns that are kept: features in their order, then the targets that are not among them.
   */
  public List<String> columns() {
    return Stream.concat(features.stream(), targets.stream()).distinct().toList();
  }
}
