package org.sluice.spark.prepare;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why a row of the table cannot be used; the first that holds is the row's reason. */
enum DropReason {
  NULL_KEY,
  NULL_TIME,
  UNREADABLE_TIME,
  AFTER_UNTIL,
  OFF_GRID,
  DUPLICATE_TIME;

  /** As {@code dataset.json} writes it: lower case, joined by a dash. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By written name, in the order of the constants, those above zero alone. */
  static Map<String, Long> written(EnumMap<DropReason, Long> counts) {
    Map<String, Long> written = new LinkedHashMap<>();
    counts.forEach(
        (reason, count) -> {
          if (count > 0) {
            written.put(reason.text(), count);
          }
        });
    return written;
  }
}
