package org.sluice.spark.prepare;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.base.Sha256;

/** What decides whether two data sets are the same: settings and source files, as one digest. */
public final class Fingerprint {
  private final MessageDigest digest;

  /** Begins with what every preparation has. */
  public Fingerprint(SourceSpec source, int chunkRows) {
    this.digest = Sha256.digest();
    add("format", List.of(Manifest.FORMAT, chunkRows));
    add(
        "source",
        source.path().isPresent()
            ? List.of(source.format(), source.path().get())
            : List.of(source.table(), source.query()));
    add("options", List.copyOf(new TreeMap<>(source.options()).entrySet()));
  }

  static String of(DataSpec spec, List<String> holidays, List<String> files, int chunkRows) {
    Fingerprint print = new Fingerprint(spec.source(), chunkRows);
    if (spec.source().isRecordings()) {
      print.add("recordings", List.of(spec.source().recordings().orElseThrow()));
    }
    print.add("key", spec.key());
    TimeSpec time = spec.time();
    print.add("time", List.of(time.column(), time.format(), time.zone(), time.step()));
    RowRules rules = time.rules();
    if (!rules.equals(RowRules.plain())) {
      print.add("rules", List.of(rules.resample(), rules.duplicates(), rules.order(), rules.gap()));
    }
    spec.longForm().ifPresent(form -> print.add("long form", List.of(form)));
    if (!spec.missing().equals(MissingSpec.LAST)) {
      print.add("missing", List.of(spec.missing()));
    }
    print.add("features", spec.features());
    print.add("targets", spec.targets());
    spec.label().ifPresent(label -> print.add("label", List.of(label)));
    SplitSpec split = spec.split();
    print.addFractions(split);
    print.add("dates", List.of(split.validationFrom(), split.testFrom(), split.until()));
    if (split.gap().orElse(0) > 0 || split.spansBack() > 0) {
      print.add("apart", List.of(split.gap().orElse(0), split.spansBack()));
    }
    if (split.bySeries()) {
      SeriesSplit series = split.series();
      print.add("series", List.of(series.keyColumns(), series.seed(), series.column()));
    }
    if (!spec.categories().isEmpty()) {
      print.add("categories", spec.categories());
    }
    if (!spec.knownAhead().isEmpty()) {
      print.add("known ahead", spec.knownAhead());
    }
    if (!holidays.isEmpty()) {
      print.add("holidays", holidays);
    }
    if (!spec.derive().isEmpty()) {
      print.add("derive", spec.derive());
    }
    ScaleSpec scale = spec.scale();
    print.add("scale", List.of(scale.kind(), spec.keepDropped()));
    if (!scale.isPlain()) {
      print.add("log", scale.log());
      print.add("scales", List.copyOf(new TreeMap<>(scale.columns().orElse(Map.of())).entrySet()));
    }
    if (!scale.by().isEmpty()) {
      print.add("scale by", scale.by());
    }
    return print.with(files);
  }

  public void addFractions(SplitSpec split) {
    add("fractions", List.of(split.train(), split.validation(), split.test()));
  }

  /** The digest of all that was added and of the source files, which ends it. */
  public String with(List<String> files) {
    add("files", files);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds settings, by the texts they are written as. */
  public void add(String name, List<?> values) {
    put(name);
    put(Integer.toString(values.size()));
    values.forEach(value -> put(value instanceof Optional<?> o ? o.toString() : value.toString()));
  }

  // each text with its length before it, so that no two lists of texts look alike
  private void put(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
