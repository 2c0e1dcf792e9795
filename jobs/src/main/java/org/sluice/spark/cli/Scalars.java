package org.sluice.spark.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** Single values of a job file: numbers, words, durations. */
final class Scalars {
  /** How a type is read from its text, and what an error says was expected. */
  private record Kind(String expected, Function<String, Object> parse) {}

  private static final Kind INT =
      new Kind("a whole number", s -> new BigDecimal(s).intValueExact());
  private static final Kind LONG =
      new Kind("a whole number", s -> new BigDecimal(s).longValueExact());
  private static final Kind DOUBLE = new Kind("a number", Scalars::number);
  private static final Kind BOOLEAN = new Kind("true or false", Scalars::truth);
  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          int.class, INT,
          Integer.class, INT,
          long.class, LONG,
          Long.class, LONG,
          double.class, DOUBLE,
          Double.class, DOUBLE,
          boolean.class, BOOLEAN,
          Boolean.class, BOOLEAN,
          String.class, new Kind("a text", s -> s));

  private Scalars() {}

  static Object read(Class<?> type, ConfigValue value, String setting) {
    if (type == Duration.class) {
      return duration(value, setting);
    }
    if (type.isEnum()) {
      return constant(type, text(value, setting), setting);
    }
    Kind kind = KINDS.get(type);
    if (kind == null) {
      throw new IllegalStateException("no job file can hold the " + type + " of " + setting);
    }
    if (!single(value)) {
      throw wrong(setting, kind.expected(), value);
    }
    try {
      return kind.parse().apply(text(value, setting));
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(setting, kind.expected(), value);
    }
  }

  /** A single value as it was written; numbers keep their spelling. */
  static String text(ConfigValue value, String setting) {
    if (!single(value)) {
      throw wrong(setting, "a single value", value);
    }
    return value.atKey("it").getString("it");
  }

  static SluiceException wrong(String setting, String expected, ConfigValue value) {
    String found =
        single(value) ? text(value, setting) : value.render(ConfigRenderOptions.concise());
    return new SluiceException(setting + " must be " + expected + ", got " + found);
  }

  /** A bare number would be milliseconds in HOCON, hardly what was meant: a unit is required. */
  private static Duration duration(ConfigValue value, String setting) {
    try {
      if (value.valueType() == ConfigValueType.STRING
          && text(value, setting).matches("[0-9.]+ *[a-z]+")) {
        return value.atKey("it").getDuration("it");
      }
    } catch (ConfigException.BadValue e) {
      throw wrong(setting, "a duration such as 15m, 1h or 1d", value);
    }
    throw wrong(setting, "a duration such as 15m, 1h or 1d", value);
  }

  private static boolean single(ConfigValue value) {
    return switch (value.valueType()) {
      case NUMBER, BOOLEAN, STRING -> true;
      default -> false;
    };
  }

  /** A bound may be infinity, which is none. */
  private static double number(String text) {
    return text.equals("infinity") ? Double.POSITIVE_INFINITY : new BigDecimal(text).doubleValue();
  }

  private static boolean truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new NumberFormatException();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum's, its constants are of it
  private static Object constant(Class type, String text, String setting) {
    return Require.oneOf(setting, text, type);
  }
}
