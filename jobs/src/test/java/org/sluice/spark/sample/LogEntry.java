package org.sluice.spark.sample;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what one entry of a pump's log says. */
final class LogEntry {
  private static final Pattern BLANK = Pattern.compile("\\{(\\w+)}");

  private final Noise noise;
  private final int pump;
  private long draws;

  /**
   * @param entry number of the entry in the log: other draws for each
   */
  LogEntry(int pump, long entry) {
    this.pump = pump;
    noise = Noise.of(pump, "log");
    draws = entry << 16;
  }

  <T> T any(List<T> of) {
    return of.get(number(0, of.size() - 1));
  }

  boolean happens(double probability) {
    return noise.happens(draws++, probability);
  }

  /** A whole number from {@code least} to {@code most}, both included. */
  int number(int least, int most) {
    return (int) noise.between(draws++, least, most + 1);
  }

  /** {@code text} with its blanks filled in. */
  String fill(String text, int day) {
    Matcher blanks = BLANK.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (blanks.find()) {
      blanks.appendReplacement(filled, value(blanks.group(1), day));
    }
    return blanks.appendTail(filled).toString();
  }

  private String value(String blank, int day) {
    return switch (blank) {
      case "heat" -> "" + number(38 + pump, 62 + pump);
      case "hot" -> "" + number(78, 96);
      case "load" -> "" + 5 * number(5, 19);
      case "shake" -> tenths(number(6, 16));
      case "much" -> tenths(number(28, 71));
      case "bar" -> tenths(number(55, 64));
      case "low" -> tenths(number(34, 48));
      case "hours" -> "" + (12_000 + 900 * pump + 15 * day + number(0, 14));
      case "grams" -> "" + number(8, 20);
      case "part" -> "%c-%d%d".formatted('A' + number(0, 5), 40 + pump, number(100, 140));
      case "digit", "percent" -> "" + number(2, 8);
      case "days" -> "" + 7 * number(1, 4);
      case "torque" -> "" + 10 * number(4, 14);
      case "times" -> any(List.of("once", "twice", "three times"));
      case "order" -> "" + (7000 + 3 * day + pump);
      default -> throw new IllegalArgumentException("no blank is called " + blank);
    };
  }

  private static String tenths(int number) {
    return String.format(Locale.ROOT, "%.1f", number / 10.0);
  }
}
