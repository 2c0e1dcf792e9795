package org.sluice.spark.score;

import java.time.Duration;
import java.util.Locale;

/** Durations as a job file writes them. */
final class Durations {
  private Durations() {}

  /** Such as 15m or 24h. */
  static String show(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
