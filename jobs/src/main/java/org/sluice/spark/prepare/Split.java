package org.sluice.spark.prepare;

import java.util.Locale;
import java.util.stream.Stream;

/** The three spans in the order of time, written in lower case. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The one that is written as {@code text}. */
  static Split of(String text) {
    return Stream.of(values()).filter(s -> s.toString().equals(text)).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
