package org.sluice.engine.text;

/** What a text is cut into. */
public enum Tokens {
  /** Unicode code points. */
  CHARACTER,

  /** Runs of letters and digits, and every other visible code point by itself. */
  WORD,

  /** The bytes of UTF-8. */
  BYTE,

  /** Bytes joined to what is frequent: byte-pair encoding. */
  BPE,

  /** The text itself, which somebody cut before. */
  WHOLE
}
