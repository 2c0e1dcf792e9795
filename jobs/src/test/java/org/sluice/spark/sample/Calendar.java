package org.sluice.spark.sample;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Time steps of the recording: quarter hours from a Monday's midnight, thirteen weeks. */
final class Calendar {
  static final int STEPS_PER_HOUR = 4;
  static final int STEPS_PER_DAY = 24 * STEPS_PER_HOUR;
  static final int STEPS = 13 * 7 * STEPS_PER_DAY;

  private static final LocalDateTime START = LocalDateTime.of(2024, 1, 8, 0, 0);
  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private Calendar() {}

  static String written(int step) {
    return START.plusMinutes(60L / STEPS_PER_HOUR * step).format(FORMAT);
  }

  static double day(int step) {
    return (double) step / STEPS_PER_DAY;
  }

  static double hourOfDay(int step) {
    return step % STEPS_PER_DAY / (double) STEPS_PER_HOUR;
  }

  /** 0 is Monday. */
  static int weekday(int step) {
    return step / STEPS_PER_DAY % 7;
  }
}
