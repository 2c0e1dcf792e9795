package org.sluice.spark.prepare;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** A prepared data set in words, for the console. */
public final class Summary {
  private static final int SHOWN = 5; // kinds of a category
  private static final int SHOWN_CLASSES = 12;

  private final TableInfo info;
  private final StringJoiner lines = new StringJoiner(System.lineSeparator());

  private Summary(TableInfo info) {
    this.info = info;
  }

  /**
   * Rows, series, spans, columns and dropped rows, and whether they were found prepared; several
   * lines without a line end.
   */
  public static String of(PreparedDataSet data) {
    String found =
        data.reused()
            ? String.format(
                "%s was prepared from the same %s and settings; used as it is%n",
                data.folder(), data.info() instanceof TableInfo ? "table" : "text")
            : "";
    return found + of(data.info());
  }

  /**
   * The same of the data set that lies in {@code folder}, any Hadoop path, with its fingerprint;
   * empty where there is none.
   *
   * @throws org.sluice.engine.base.SluiceException if it cannot be read
   */
  public static Optional<String> stored(String folder, Configuration hadoop) {
    Folder place = new Folder("PATH", folder, hadoop);
    if (!place.complete()) {
      return Optional.empty();
    }
    DataSetInfo info = Manifest.read(place);
    return Optional.of(
        String.format(
            "%s: %s, prepared%n%s%nfingerprint %s",
            folder, info.kind(), of(info), info.fingerprint()));
  }

  private static String of(DataSetInfo info) {
    if (info instanceof TableInfo table) {
      return of(table);
    }
    return info instanceof TextInfo text
        ? new TextSummary(text).text()
        : new SequenceSummary((SequenceInfo) info).text();
  }

  private static String of(TableInfo info) {
    Summary summary = new Summary(info);
    summary.extent();
    summary.columns();
    summary.categories();
    summary.label();
    summary.scalers();
    summary.dropped();
    return summary.lines.toString();
  }

  private void extent() {
    line(
        "%,d rows in %,d series, a row every %s",
        info.rows(), info.seriesCount(), Times.show(Duration.ofMillis(info.stepMillis())));
    DataSetInfo.Spans spans = info.spans();
    if (spans.bySeries()) {
      line(
          "  series of train %,d, validation %,d, test %,d; %s to %s (%s)",
          spans.series().train(),
          spans.series().validation(),
          spans.series().test(),
          Times.show(info.millis(spans.start()), info.zone()),
          Times.show(info.millis(spans.end() - 1), info.zone()),
          info.zone());
      return;
    }
    span("train", spans.start(), spans.trainEnd());
    span("validation", spans.validation(), spans.validationEnd());
    span("test", spans.test(), spans.end());
  }

  private void span(String name, long from, long to) {
    line(
        "  %-10s  %s to %s (%s), %,d steps",
        name,
        Times.show(info.millis(from), info.zone()),
        Times.show(info.millis(to - 1), info.zone()),
        info.zone(),
        to - from);
  }

  private void columns() {
    List<TableInfo.ColumnStatistics> numbers =
        info.statistics().stream()
            .filter(column -> !info.categoryNames().contains(column.column()))
            .toList();
    int width =
        Math.max(6, numbers.stream().mapToInt(c -> c.column().length()).max().orElseThrow());
    String row = "  %-" + width + "s  %12s  %12s  %12s  %12s  %8s";
    line("training span:");
    line(row, "column", "mean", "std", "min", "max", "missing");
    for (TableInfo.ColumnStatistics column : numbers) {
      line(
          row,
          column.column(),
          number(column.mean()),
          number(column.std()),
          number(column.min()),
          number(column.max()),
          share(column.missing(), column.observed() + column.missing()));
    }
  }

  private void categories() {
    for (Category category : info.categories()) {
      List<String> kinds = category.kinds();
      TableInfo.ColumnStatistics column =
          info.statistics().get(info.columns().indexOf(category.column()));
      line(
          "%s: %,d kinds, most frequent %s; missing %s%s",
          category.column(),
          kinds.size(),
          String.join(", ", kinds.subList(0, Math.min(SHOWN, kinds.size()))),
          share(column.missing(), column.observed() + column.missing()),
          category.unknown().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(e -> String.format(Locale.ROOT, "; in %s %,d unknown", e.getKey(), e.getValue()))
              .collect(Collectors.joining()));
    }
  }

  private void label() {
    LabelInfo label = info.label();
    if (label == null) {
      return;
    }
    line(
        "label %s, %s of each %s, kept from models:",
        label.column(),
        label.use() == LabelSpec.Use.ANOMALY ? "an anomaly or not" : "a class",
        label.per() == LabelSpec.Per.STEP ? "step" : "series");
    label.counts().forEach((split, counts) -> line("  %-10s  %s", split, written(label, counts)));
  }

  private static String written(LabelInfo label, LabelInfo.Counts counts) {
    StringJoiner text = new StringJoiner(", ");
    int classes = label.classes().size();
    for (int c = 0; c < Math.min(SHOWN_CLASSES, classes); c++) {
      text.add(count(label.classes().get(c), counts.classes().get(c)));
    }
    if (classes > SHOWN_CLASSES) {
      long others = counts.classes().stream().skip(SHOWN_CLASSES).mapToLong(n -> n).sum();
      text.add(count((classes - SHOWN_CLASSES) + " others", others));
    }
    text.add(count("unseen in training", counts.unseen()));
    return text.add(count("missing", counts.missing())).toString();
  }

  private static String count(String what, long n) {
    return String.format(Locale.ROOT, "%s %,d", what, n);
  }

  /** Those that differ from the statistics above. */
  private void scalers() {
    for (int c = 0; c < info.scalers().size(); c++) {
      if (info.categoryNames().contains(info.columns().get(c))) {
        continue;
      }
      ColumnScaler scaler = info.scalers().get(c);
      line(
          "%s is scaled as (%s - %s) / %s",
          info.columns().get(c),
          scaler.log() ? "log(1 + x)" : "x",
          number(scaler.center()),
          number(scaler.divisor()));
    }
    if (info.scaleBy() != null) {
      line(
          "scaled by %s: %,d have scalers of their own, %,d without training rows those of all",
          String.join(", ", info.scaleBy().columns()),
          info.scaleBy().groups(),
          info.scaleBy().others());
    }
  }

  private void dropped() {
    if (info.dropped().isEmpty()) {
      line("no row was dropped");
      return;
    }
    line("dropped rows:");
    info.dropped().forEach((reason, count) -> line("  %-15s  %,d", reason, count));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  private static String share(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }

  private void line(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
