package org.sluice.engine.io;

import java.io.IOException;
import java.util.Locale;

/**
 * A file of a model or a checkpoint cannot be used: damaged, cut short, not what its manifest says,
 * or of a later format. The message is one sentence that opens with folder and file and names the
 * tensor, what was expected and what was found.
 */
public final class MalformedModelException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedModelException(String file, String problem) {
    super(file + ": " + problem);
  }

  MalformedModelException(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  /** {@code problem} is a format for {@link String#format}, used where {@code condition} fails. */
  static void check(boolean condition, String file, String problem, Object... values)
      throws MalformedModelException {
    if (!condition) {
      throw new MalformedModelException(file, String.format(Locale.ROOT, problem, values));
    }
  }
}
