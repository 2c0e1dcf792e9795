package org.sluice.spark.prepare.text;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.DropReason;
import org.sluice.spark.prepare.Source;

/**
 * Documents that cannot be used.
 *
 * @param counts of each reason
 * @param first where the first document with a reason is
 */
record Dropped(Map<DropReason, Long> counts, Function<DropReason, String> first) {
  private static final Logger LOG = LoggerFactory.getLogger(Dropped.class);

  /**
   * What a data set says of them and of empty files; the log tells how many there are and where the
   * first of each kind is.
   *
   * @throws org.sluice.engine.base.SluiceException if too many of {@code documents} are broken
   */
  Map<String, Long> told(BadRowsSpec limit, Source source, long documents) {
    tell(limit, source.place(), documents);
    EnumMap<DropReason, Long> all = new EnumMap<>(DropReason.class);
    all.putAll(counts);
    all.put(DropReason.EMPTY_FILE, source.emptyFiles());
    return DropReason.written(all);
  }

  private void tell(BadRowsSpec limit, String place, long documents) {
    EnumMap<DropReason, Long> broken = new EnumMap<>(DropReason.class);
    broken.putAll(counts);
    broken.keySet().removeIf(reason -> !reason.isBroken());
    limit.requireFew(
        place,
        broken.values().stream().mapToLong(Long::longValue).sum(),
        documents,
        told(broken),
        "mend the text, bring it to UTF-8");
    told(counts).forEach(reason -> LOG.warn("documents left out: {}", reason));
  }

  private List<String> told(Map<DropReason, Long> some) {
    return some.entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "%s %d (the first in %s)",
                    entry.getKey().text(),
                    entry.getValue(),
                    first.apply(entry.getKey())))
        .toList();
  }
}
