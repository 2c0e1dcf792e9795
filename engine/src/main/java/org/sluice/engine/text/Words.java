package org.sluice.engine.text;

import java.lang.Character.UnicodeScript;

/**
 * Tokens that are words: runs of letters, digits and combining marks, an apostrophe between two
 * letters included. Han, Hiragana and Katakana, which are written without blanks, and everything
 * else that is no white space are tokens of one code point each.
 */
final class Words {
  private Words() {}

  static int cut(String text, TokenSink sink) {
    int skipped = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      if (blank(codePoint)) {
        skipped++;
        at += Character.charCount(codePoint);
      } else {
        int end = end(text, at);
        sink.token(text.substring(at, end), skipped + text.codePointCount(at, end));
        skipped = 0;
        at = end;
      }
    }
    return skipped;
  }

  /** Behind the token that begins at {@code at}. */
  private static int end(String text, int at) {
    int end = at + Character.charCount(text.codePointAt(at));
    if (!inWord(text.codePointAt(at))) {
      return end;
    }
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      int behind = end + Character.charCount(codePoint);
      boolean joins =
          apostrophe(codePoint) && behind < text.length() && inWord(text.codePointAt(behind));
      if (!joins && !inWord(codePoint)) {
        return end;
      }
      end = behind;
    }
    return end;
  }

  static boolean blank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  static boolean apostrophe(int codePoint) {
    return codePoint == '\'' || codePoint == '\u2019';
  }

  /** Whether a code point is a letter, digit or mark of a script that has blanks. */
  static boolean inWord(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
              Character.LOWERCASE_LETTER,
              Character.TITLECASE_LETTER,
              Character.MODIFIER_LETTER,
              Character.OTHER_LETTER,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK ->
          !withoutBlanks(codePoint);
      default -> false;
    };
  }

  private static boolean withoutBlanks(int codePoint) {
    if (codePoint < 0x2E80) { // none of theirs: spares the search
      return false;
    }
    UnicodeScript script = UnicodeScript.of(codePoint);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA;
  }
}
