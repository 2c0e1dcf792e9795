package org.sluice.engine.text;

/** Tokens that are code points. */
final class Characters {
  private static final String[] ASCII = new String[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = Character.toString(c);
    }
  }

  private Characters() {}

  static int cut(String text, TokenSink sink) {
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      sink.token(token(codePoint), 1);
      at += Character.charCount(codePoint);
    }
    return 0;
  }

  static String token(int codePoint) {
    return codePoint < ASCII.length ? ASCII[codePoint] : Character.toString(codePoint);
  }
}
