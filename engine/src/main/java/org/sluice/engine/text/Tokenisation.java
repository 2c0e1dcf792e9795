package org.sluice.engine.text;

import java.io.Serializable;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * How texts are cut into tokens: normalised, put in lower case if asked, then cut. Immutable.
 *
 * @param tokens what a token is
 * @param normalise applied to the whole text first
 * @param lowerCase whether the text is put in lower case, by the rules of no language
 */
public record Tokenisation(Tokens tokens, Normalisation normalise, boolean lowerCase)
    implements Serializable {

  /**
   * Hands the tokens of {@code text} to {@code sink}.
   *
   * @return code points behind the last token
   */
  public int cut(String text, TokenSink sink) {
    String normal = normalised(text);
    return switch (tokens) {
      case CHARACTER -> Characters.cut(normal, sink);
      case WORD -> Words.cut(normal, sink);
      case BYTE -> Bytes.cut(normal, sink);
    };
  }

  /**
   * The text of {@code pieces}. For characters and bytes this undoes {@link #cut} but for the
   * normalisation; words are joined by blanks.
   */
  public String join(List<String> pieces) {
    return switch (tokens) {
      case CHARACTER -> String.join("", pieces);
      case WORD -> String.join(" ", pieces);
      case BYTE -> Bytes.join(pieces);
    };
  }

  /** All tokens that there can be, in order; empty where they are the text's to say. */
  public List<String> alphabet() {
    return tokens == Tokens.BYTE ? Bytes.ALL : List.of();
  }

  private String normalised(String text) {
    String normal =
        switch (normalise) {
          case NONE -> text;
          case NFC -> Normalizer.normalize(text, Normalizer.Form.NFC);
          case NFKC -> Normalizer.normalize(text, Normalizer.Form.NFKC);
        };
    return lowerCase ? normal.toLowerCase(Locale.ROOT) : normal;
  }
}
