package org.sluice.engine.text;

import java.lang.Character.UnicodeScript;

/**
 * Stretches of a text that no byte pair reaches beyond; together they are the text. A piece is a
 * word as {@link Words} sees it, a run of Han, of Hiragana, of Katakana, or of other visible code
 * points, each with the one blank before it if there is one; or a run of the white space that is
 * left. None is longer than {@link #LONGEST}, so that a text without any border costs no more.
 */
final class Pieces {
  /** Code points. */
  static final int LONGEST = 64;

  private enum Kind {
    SPACE,
    WORD,
    HAN,
    HIRAGANA,
    KATAKANA,
    OTHER
  }

  private static final Kind[] ASCII = new Kind[128]; // whatever stands before

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = any(c, Kind.OTHER);
    }
  }

  private Pieces() {}

  static int cut(String text, TokenSink sink) {
    for (int at = 0; at < text.length(); ) {
      int end = end(text, at);
      sink.token(text.substring(at, end), text.codePointCount(at, end));
      at = end;
    }
    return 0;
  }

  /** Behind the piece that begins at {@code at}. */
  private static int end(String text, int at) {
    int start = blankBeforeVisible(text, at) ? at + 1 : at;
    Kind kind = kind(text.codePointAt(start), Kind.OTHER);
    int end = behind(text, start);
    for (int points = start - at + 1; points < LONGEST && end < text.length(); points++) {
      if (!continues(text, end, kind)) {
        return end;
      }
      end = behind(text, end);
    }
    return end;
  }

  private static boolean continues(String text, int at, Kind kind) {
    int codePoint = text.codePointAt(at);
    return switch (kind) {
      case SPACE -> kind(codePoint, kind) == Kind.SPACE && !blankBeforeVisible(text, at);
      case WORD -> kind(codePoint, kind) == Kind.WORD || joinsLetters(text, at);
      default -> kind(codePoint, kind) == kind;
    };
  }

  private static boolean joinsLetters(String text, int at) {
    int next = behind(text, at);
    return Words.apostrophe(text.codePointAt(at))
        && next < text.length()
        && kind(text.codePointAt(next), Kind.OTHER) == Kind.WORD;
  }

  private static boolean blankBeforeVisible(String text, int at) {
    return text.charAt(at) == ' '
        && at + 1 < text.length()
        && !Words.blank(text.codePointAt(at + 1));
  }

  /**
   * @param run kind of the code point before; marks and signs that several scripts share, such as
   *     that of a long vowel in Japanese, are of the same
   */
  private static Kind kind(int codePoint, Kind run) {
    return codePoint < ASCII.length ? ASCII[codePoint] : any(codePoint, run);
  }

  private static Kind any(int codePoint, Kind run) {
    if (Words.blank(codePoint)) {
      return Kind.SPACE;
    }
    return switch (UnicodeScript.of(codePoint)) {
      case HAN -> Kind.HAN;
      case HIRAGANA -> Kind.HIRAGANA;
      case KATAKANA -> Kind.KATAKANA;
      case COMMON, INHERITED -> shared(codePoint, run);
      default -> Words.inWord(codePoint) ? Kind.WORD : Kind.OTHER;
    };
  }

  private static Kind shared(int codePoint, Kind run) {
    if (!Words.inWord(codePoint)) {
      return Kind.OTHER;
    }
    boolean digit = Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER;
    return digit || run == Kind.SPACE || run == Kind.OTHER ? Kind.WORD : run;
  }

  private static int behind(String text, int at) {
    return at + Character.charCount(text.codePointAt(at));
  }
}
