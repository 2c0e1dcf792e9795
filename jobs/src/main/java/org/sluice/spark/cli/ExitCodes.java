package org.sluice.spark.cli;

/** What a command leaves with. */
final class ExitCodes {
  static final int DONE = 0;

  /** The user's input or settings cannot be used. */
  static final int USER = 2;

  /** A fault in the job. */
  static final int FAULT = 3;

  /** A signal asked it to stop; the JVM's own answer to SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
