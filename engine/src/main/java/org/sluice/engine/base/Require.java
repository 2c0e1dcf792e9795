package org.sluice.engine.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Checks at the public edge. Each names the setting, what was expected and what was found, and
 * throws {@link SluiceException}.
 */
public final class Require {
  private Require() {}

  public static int atLeast(String setting, int value, int least) {
    that(value >= least, "%s must be at least %d, got %d", setting, least, value);
    return value;
  }

  public static int between(String setting, int value, int least, int most) {
    that(
        value >= least && value <= most,
        "%s must be between %d and %d, got %d",
        setting,
        least,
        most,
        value);
    return value;
  }

  /** {@code value} must be finite and in [{@code least}, {@code most}]. */
  public static double between(String setting, double value, double least, double most) {
    that(
        value >= least && value <= most,
        "%s must be between %s and %s, got %s",
        setting,
        least,
        most,
        value);
    return value;
  }

  /** {@code value} must be finite and above {@code bound}. */
  public static double above(String setting, double value, double bound) {
    that(
        value > bound && Double.isFinite(value),
        "%s must be above %s, got %s",
        setting,
        bound,
        value);
    return value;
  }

  public static String notBlank(String setting, String value) {
    that(value != null && !value.isBlank(), "%s must not be empty", setting);
    return value;
  }

  /**
   * The constant of {@code type} that a job file writes as {@code value}: lower case, words joined
   * by a dash.
   */
  public static <E extends Enum<E>> E oneOf(String setting, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (written(constant).equals(value)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(Require::written)
            .collect(Collectors.joining(", "));
    throw new SluiceException(
        String.format(Locale.ROOT, "%s must be one of %s, got %s", setting, known, value));
  }

  /**
   * The number of one of {@code count} things, as data hold it: a whole number from 0 on in a
   * float.
   *
   * @param row of a batch that it stands in, for the message
   */
  public static int index(String what, float value, int count, int row) {
    int index = (int) value;
    if (index != value || index < 0 || index >= count) { // asked for each step: no boxing before
      that(
          false,
          "%s must be a whole number from 0 to %d, got %s in row %d of a batch",
          what,
          count - 1,
          value,
          row);
    }
    return index;
  }

  /** The general form; {@code message} is a format for {@link String#format}. */
  public static void that(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new SluiceException(String.format(Locale.ROOT, message, values));
    }
  }

  /** How a job file writes {@code constant}: lower case, words joined by a dash. */
  public static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
