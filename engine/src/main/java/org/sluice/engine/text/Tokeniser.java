package org.sluice.engine.text;

import java.io.Serializable;

/** Cuts texts into tokens. To be used by one thread at a time. */
@FunctionalInterface
public interface Tokeniser extends Serializable {
  /**
   * Hands the tokens of {@code text} to {@code sink}.
   *
   * @return code points behind the last token
   */
  int cut(String text, TokenSink sink);
}
