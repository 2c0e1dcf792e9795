package org.sluice.spark.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings for tests, changed where a test differs, and the tables they read. */
record Specs(
    SourceSpec source,
    Optional<LongFormSpec> longForm,
    List<String> key,
    TimeSpec time,
    List<String> features,
    List<String> targets,
    SplitSpec split,
    MissingSpec missing,
    BadRowsSpec badRows,
    boolean keepDropped) {

  /**
   * A CSV table with a header: pump, time (every 15 minutes, UTC), load, heat; heat is forecast.
   */
  static Specs pumps(Path csv) {
    return new Specs(
        new SourceSpec("csv", csv.toString(), Map.of("header", "true")),
        Optional.empty(),
        List.of("pump"),
        new TimeSpec("time", Optional.of("yyyy-MM-dd HH:mm"), "UTC", Duration.ofMinutes(15)),
        List.of("load", "heat"),
        List.of("heat"),
        SplitSpec.fractions(0.5, 0.25, 0.25),
        MissingSpec.LAST,
        new BadRowsSpec(0.01),
        false);
  }

  static SplitSpec dates(String validationFrom, String testFrom, String until) {
    return new SplitSpec(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(validationFrom),
        Optional.of(testFrom),
        Optional.ofNullable(until));
  }

  /** Writes {@code lines} below the pumps' header. */
  static Path csv(Path folder, List<String> lines) {
    return file(folder.resolve("table.csv"), "pump,time,load,heat", lines);
  }

  static Path file(Path file, String header, List<String> lines) {
    try {
      return Files.writeString(file, header + "\n" + String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Local time of a row of the pumps' grid, which begins on the 1st of January 2024. */
  static String time(long row) {
    return Times.show(1_704_067_200_000L + row * 900_000, "UTC");
  }

  DataSpec spec() {
    return spec(ScaleSpec.STANDARD);
  }

  DataSpec spec(ScaleSpec scale) {
    return spec(scale, List.of(), Optional.empty(), List.of());
  }

  DataSpec naming(String... categories) {
    return naming(ScaleSpec.STANDARD, categories);
  }

  DataSpec naming(ScaleSpec scale, String... categories) {
    return spec(
        scale, List.of(categories), List.of(), Optional.empty(), List.of(), Optional.empty());
  }

  DataSpec labelled(LabelSpec label, String... derive) {
    return spec(
        ScaleSpec.STANDARD,
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(derive),
        Optional.of(label));
  }

  DataSpec deriving(String... derive) {
    return knowingAhead(List.of(), derive);
  }

  DataSpec knowingAhead(List<String> knownAhead, String... derive) {
    return spec(ScaleSpec.STANDARD, knownAhead, Optional.empty(), List.of(derive));
  }

  DataSpec knowingHolidays(HolidaySpec holidays, String... derive) {
    return spec(ScaleSpec.STANDARD, List.of(), Optional.of(holidays), List.of(derive));
  }

  private DataSpec spec(
      ScaleSpec scale,
      List<String> knownAhead,
      Optional<HolidaySpec> holidays,
      List<String> derive) {
    return spec(scale, List.of(), knownAhead, holidays, derive, Optional.empty());
  }

  private DataSpec spec(
      ScaleSpec scale,
      List<String> categories,
      List<String> knownAhead,
      Optional<HolidaySpec> holidays,
      List<String> derive,
      Optional<LabelSpec> label) {
    return new DataSpec(
        source,
        longForm,
        key,
        time,
        features,
        categories,
        knownAhead,
        holidays,
        derive,
        targets,
        label,
        split,
        scale,
        missing,
        badRows,
        keepDropped);
  }

  /** Of the table's files. */
  String path() {
    return source.path().orElseThrow();
  }

  Specs withSource(SourceSpec other) {
    return new Specs(
        other, longForm, key, time, features, targets, split, missing, badRows, keepDropped);
  }

  Specs inLongForm(String sensor, String value) {
    Optional<LongFormSpec> form = Optional.of(new LongFormSpec(sensor, value));
    return new Specs(
        source, form, key, time, features, targets, split, missing, badRows, keepDropped);
  }

  /** The same times and step, other rules. */
  Specs withRules(RowRules rules) {
    return withTime(new TimeSpec(time.column(), time.format(), time.zone(), time.step(), rules));
  }

  Specs withKey(String... names) {
    return new Specs(
        source,
        longForm,
        List.of(names),
        time,
        features,
        targets,
        split,
        missing,
        badRows,
        keepDropped);
  }

  Specs withTime(TimeSpec other) {
    return new Specs(
        source, longForm, key, other, features, targets, split, missing, badRows, keepDropped);
  }

  Specs withFeatures(String... names) {
    return new Specs(
        source, longForm, key, time, List.of(names), targets, split, missing, badRows, keepDropped);
  }

  Specs withTargets(String... names) {
    return new Specs(
        source,
        longForm,
        key,
        time,
        features,
        List.of(names),
        split,
        missing,
        badRows,
        keepDropped);
  }

  Specs withSplit(SplitSpec other) {
    return new Specs(
        source, longForm, key, time, features, targets, other, missing, badRows, keepDropped);
  }

  /** Whatever share of the rows is broken. */
  Specs toleratingBadRows() {
    return new Specs(
        source,
        longForm,
        key,
        time,
        features,
        targets,
        split,
        missing,
        new BadRowsSpec(1),
        keepDropped);
  }

  Specs withMissing(MissingSpec other) {
    return new Specs(
        source, longForm, key, time, features, targets, split, other, badRows, keepDropped);
  }

  Specs keepingDropped() {
    return new Specs(source, longForm, key, time, features, targets, split, missing, badRows, true);
  }

  /** Series belong to the span that {@code column} says. */
  static SplitSpec byColumn(String column) {
    return new SplitSpec(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new SeriesSplit(SeriesSplit.By.TIME, List.of(), 1, Optional.of(column)));
  }
}
