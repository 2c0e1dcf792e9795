package org.sluice.engine.base;

/**
 * Something from outside cannot be used: a setting, a table, a file. The message is one sentence
 * for the user that names it, the value found, what was expected and the remedy; commands print
 * that sentence alone and leave with exit code 2.
 */
public class SluiceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public SluiceException(String message) {
    super(message);
  }

  public SluiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
