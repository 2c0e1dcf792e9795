package org.sluice.spark.prepare;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Why a row or a text cannot be used; the first that holds is its reason. */
public enum DropReason {
  NULL_KEY,
  NULL_TIME,
  UNREADABLE_TIME,
  AFTER_UNTIL,
  OFF_GRID,
  DUPLICATE_TIME,
  NULL_TEXT,
  INVALID_UTF8,
  EMPTY_FILE,
  CORRUPT,
  NULL_SENSOR,
  NO_NUMBER,
  EMPTY_TEXT,
  NULL_LABEL,
  RAGGED_LINE,
  NO_SPLIT,
  NO_WAVE,
  OTHER_FORMAT,
  TRUNCATED,
  OTHER_RATE,
  OTHER_NAME,
  TOO_SHORT;

  /** Those that say of a row that something in it is broken. */
  private static final Set<DropReason> BROKEN =
      EnumSet.of(
          NULL_KEY,
          NULL_TIME,
          UNREADABLE_TIME,
          INVALID_UTF8,
          CORRUPT,
          NULL_SENSOR,
          NO_NUMBER,
          NULL_LABEL,
          RAGGED_LINE,
          NO_SPLIT,
          NO_WAVE,
          OTHER_FORMAT,
          TRUNCATED,
          OTHER_RATE,
          OTHER_NAME);

  /** Whether something in the row is broken, rather than missing, empty or not asked for. */
  public boolean isBroken() {
    return BROKEN.contains(this);
  }

  /** As {@code dataset.json} writes it: lower case, joined by a dash. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By written name, in the order of the constants, those above zero alone. */
  public static Map<String, Long> written(EnumMap<DropReason, Long> counts) {
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
