package org.sluice.engine.text;

/** Takes a text's tokens one by one, in their order. */
@FunctionalInterface
public interface TokenSink {
  /**
   * @param characters code points of the text that the token stands for: its own and those skipped
   *     before it
   */
  void token(String token, int characters);
}
