package org.sluice.spark.cli;

/** What a command leaves with; 130, interrupted, is the JVM's own answer to a signal. */
final class ExitCodes {
  static final int DONE = 0;

  /** The user's input or settings cannot be used. */
  static final int USER = 2;

  /** A fault in the job. */
  static final int FAULT = 3;

  private ExitCodes() {}
}
