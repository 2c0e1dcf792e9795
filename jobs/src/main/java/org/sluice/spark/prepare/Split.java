package org.sluice.spark.prepare;

import java.util.Locale;

/** The three spans in the order of time, written in lower case. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  private final String written = name().toLowerCase(Locale.ROOT);

  /** The one that is written as {@code text}. */
  static Split of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return written;
  }
}
