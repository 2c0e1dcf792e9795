package org.sluice.spark.prepare;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * The {@code data} part of a job file: where the table is and what its columns mean.
 *
 * @param longForm of a table that has a row for each value
 * @param categories columns whose values are names; those of the key may be among them
 * @param knownAhead features whose values are known before their time has come
 * @param holidays days that {@code derive} tells from others
 * @param derive features that are computed from others and from the time, as {@link DeriveSpec}
 *     reads them
 * @param label a truth that is kept from models
 * @param keepDropped whether rows that cannot be used are written aside, below {@code dropped/}
 */
public record DataSpec(
    SourceSpec source,
    Optional<LongFormSpec> longForm,
    List<String> key,
    TimeSpec time,
    List<String> features,
    List<String> categories,
    List<String> knownAhead,
    Optional<HolidaySpec> holidays,
    List<String> derive,
    List<String> targets,
    Optional<LabelSpec> label,
    SplitSpec split,
    ScaleSpec scale,
    MissingSpec missing,
    BadRowsSpec badRows,
    boolean keepDropped) {

  public DataSpec {
    key = List.copyOf(key);
    features = source.spread(List.copyOf(features));
    categories = List.copyOf(categories);
    knownAhead = List.copyOf(knownAhead);
    derive = List.copyOf(derive);
    targets = source.spread(List.copyOf(targets));
    Require.that(
        !source.isRecordings() || !key.isEmpty(),
        "data.key must name what tells recordings apart, such as file or names that"
            + " data.source.recordings.name gives, got nothing");
    Require.that(!features.isEmpty(), "data.features must name at least one column, got none");
    checkOnce("data.key", key);
    checkOnce("data.features", features);
    checkOnce("data.targets", targets);
    if (longForm.isPresent()) {
      checkOneRole(key, time.column(), longForm.get());
    } else {
      checkOneRole(key, time.column(), features, targets);
    }
    checkCategories(categories, features, targets, time.column(), longForm.isPresent());
    split.series().check(key);
    for (String name : features) {
      Require.that(
          !DeriveSpec.isRemaining(name),
          "data.features names %s, which tells where a series ends; name it in data.targets alone",
          name);
    }
    targets.stream().filter(DeriveSpec::isRemaining).forEach(name -> checkRemaining(name, split));
    checkKnownAhead(knownAhead, features, targets);
    checkLeads(derive, features, knownAhead);
    checkHolidays(derive, features, holidays.isPresent());
    List<String> derived = derived(derive, features);
    checkOnce("data.derive", derived);
    for (String name : derived) {
      Require.that(
          !features.contains(name) && !targets.contains(name) && !categories.contains(name),
          "data.derive makes the column %s, which the table has too; leave one out",
          name);
    }
    List<String> numbers = prepared(features, derived, List.of(), targets);
    scale.check(numbers, key);
    missing.check(numbers);
    if (label.isPresent()) {
      Require.that(
          longForm.isEmpty(),
          "data.label is a column, which a table of data.longForm has none of; make a table with a"
              + " column for each sensor by a data.source.query");
      label.get().check(roles(time, features, categories, targets, scale, split));
    }
  }

  /** Columns that models read, or that say how what they read came to be, by their setting. */
  private static Map<String, Collection<String>> roles(
      TimeSpec time,
      List<String> features,
      List<String> categories,
      List<String> targets,
      ScaleSpec scale,
      SplitSpec split) {
    return new TreeMap<>(
        Map.of(
            "data.time.column", List.of(time.column()),
            "data.time.order", time.rules().order().stream().toList(),
            "data.features", features,
            "data.categories", categories,
            "data.targets", targets,
            "data.scale.by", scale.by(),
            "data.split.column", split.series().column().stream().toList()));
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

  /** Refuses the first of {@code names} that is not a column among {@code known}. */
  static void requireKnown(String setting, Collection<String> names, List<String> known) {
    for (String name : names) {
      Require.that(
          known.contains(name),
          "%s names the column %s, which is neither in data.features nor in data.targets (%s)",
          setting,
          name,
          String.join(", ", known));
    }
  }

  /** Refuses the first of {@code names} that is not a column of the key. */
  static void requireInKey(String setting, List<String> names, List<String> key) {
    checkOnce(setting, names);
    for (String name : names) {
      Require.that(
          key.contains(name),
          "%s names the column %s, which is not in data.key (%s)",
          setting,
          name,
          String.join(", ", key));
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

  private static void checkCategories(
      List<String> categories,
      List<String> features,
      List<String> targets,
      String time,
      boolean longForm) {
    checkOnce("data.categories", categories);
    Require.that(
        categories.isEmpty() || !longForm,
        "data.categories are columns, which a table of data.longForm has none of; make a table with"
            + " a column for each sensor by a data.source.query");
    for (String name : categories) {
      Require.that(
          !features.contains(name),
          "data.features and data.categories both name the column %s; name it in data.features if"
              + " its values are amounts, in data.categories if they are names",
          name);
      Require.that(
          !targets.contains(name) && !name.equals(time),
          "data.categories names the column %s, which is also %s; a column has one role",
          name,
          name.equals(time) ? "data.time.column" : "in data.targets");
    }
  }

  private static void checkRemaining(String name, SplitSpec split) {
    DeriveSpec.remaining(name);
    Require.that(
        split.bySeries(),
        "data.targets names %s, which counts to the end of a series, but data.split cuts series at"
            + " times; give whole series to the spans with data.split.by = key or"
            + " data.split.column",
        name);
  }

  private static void checkKnownAhead(
      List<String> known, List<String> features, List<String> targets) {
    checkOnce("data.knownAhead", known);
    for (String name : known) {
      Require.that(
          features.contains(name) && !targets.contains(name),
          "data.knownAhead names the column %s, which is %s; a target is not known ahead",
          name,
          targets.contains(name) ? "in data.targets" : "not in data.features");
    }
    Require.that(
        known.size() < features.size(),
        "data.knownAhead names all of data.features; one at least must be observed, so that it is"
            + " known where a series ends");
  }

  private static void checkHolidays(List<String> derive, List<String> features, boolean known) {
    for (DeriveSpec spec : derive.stream().map(DeriveSpec::of).toList()) {
      Require.that(
          known || !spec.isOfHolidays(features),
          "data.derive = %s needs data.holidays, a table of the days",
          String.join(", ", spec.names()));
    }
  }

  private static void checkLeads(
      List<String> derive, List<String> features, List<String> knownAhead) {
    for (DeriveSpec spec : derive.stream().map(DeriveSpec::of).toList()) {
      Require.that(
          spec.lookahead() == 0
              || spec.isOfHolidays(features)
              || knownAhead.contains(spec.column()),
          "data.derive = %s looks at rows to come, which only the columns of data.knownAhead (%s)"
              + " may; take a lag, or name %s there if its values are known before their time",
          String.join(", ", spec.names()),
          String.join(", ", knownAhead),
          spec.column());
    }
  }

  private static List<String> derived(List<String> derive, List<String> features) {
    List<DeriveSpec> specs = derive.stream().map(DeriveSpec::of).toList();
    for (DeriveSpec spec : specs) {
      Require.that(
          spec.kind().isOfTime() || spec.isOfHolidays(features) || features.contains(spec.column()),
          "data.derive names the column %s, which is not in data.features (%s)",
          spec.column(),
          String.join(", ", features));
    }
    return specs.stream().flatMap(spec -> spec.names().stream()).toList();
  }

  private static List<String> prepared(
      List<String> features, List<String> derived, List<String> categories, List<String> targets) {
    return Stream.of(features, derived, categories, targets)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** The setting that names a column among {@link #prepared}. */
  String settingOf(String column) {
    return categories.contains(column)
        ? "data.categories"
        : features.contains(column)
            ? "data.features"
            : targets.contains(column) ? "data.targets" : "data.derive";
  }

  /** Columns that a network reads: the features, those derived from them, the categories. */
  List<String> inputs() {
    return prepared(features, derived(derive, features), categories, List.of());
  }

  /**
   * How derived features are computed of rows on {@code grid}.
   *
   * @param days the holidays
   */
  Derivation.Plan derivation(Grid grid, List<String> days) {
    int derived = inputs().size() - categories.size();
    List<String> behind = List.copyOf(prepared().subList(derived, prepared().size()));
    return new Derivation.Plan(
        derive, features, behind, days, time.zone(), grid.origin(), grid.step());
  }

  /** The columns of a prepared data set: {@link #columns} with the derived ones behind features. */
  List<String> prepared() {
    return prepared(features, derived(derive, features), categories, targets);
  }

  /** How a column of {@link #prepared} is scaled. */
  ScaleSpec.Kind scaleKindOf(String column) {
    return categories.contains(column) ? ScaleSpec.Kind.NONE : scale.kindOf(column);
  }

  /** Whether each of {@code columns} holds names. */
  boolean[] named(List<String> columns) {
    boolean[] named = new boolean[columns.size()];
    categories.forEach(name -> named[columns.indexOf(name)] = true);
    return named;
  }

  /** Whether training windows with an anomaly in them are left out. */
  public boolean leavesAnomaliesOut() {
    return label.isPresent() && label.get().leavesOut();
  }

  /** Targets that the table has: the others are computed. */
  public List<String> tableTargets() {
    return targets.stream().filter(name -> !DeriveSpec.isRemaining(name)).toList();
  }

  /**
   * The columns that are read: features in their order, categories, then the table's targets that
   * are not among the features.
   */
  public List<String> columns() {
    return prepared(features, List.of(), categories, tableTargets());
  }
}
