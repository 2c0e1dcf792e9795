package org.sluice.spark.prepare;

import java.util.Locale;

/** The three spans in the order of time, written in lower case. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
