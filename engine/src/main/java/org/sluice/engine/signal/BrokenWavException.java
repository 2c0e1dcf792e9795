package org.sluice.engine.signal;

import java.io.IOException;

/** A file that is no recording which {@link Wav} can read. */
public final class BrokenWavException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for counting. */
  public enum Reason {
    /** No RIFF file of waves. */
    NO_WAVE,
    /** Not 16-bit PCM of one channel. */
    OTHER_FORMAT,
    /** Something is missing. */
    TRUNCATED
  }

  private final Reason reason;

  BrokenWavException(Reason reason, String what) {
    super("the WAV file cannot be read: " + what);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
