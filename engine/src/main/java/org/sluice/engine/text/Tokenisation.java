package org.sluice.engine.text;

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
    implements Tokeniser {

  /**
   * What cuts texts into tokens of {@code vocabulary}: this itself unless tokens are byte pairs, of
   * which the vocabulary knows what they are joined to.
   */
  public Tokeniser with(Vocabulary vocabulary) {
    return tokens == Tokens.BPE ? new BytePairs(this, vocabulary) : this;
  }

  /** For byte pairs, the pieces that no token reaches beyond. */
  @Override
  public int cut(String text, TokenSink sink) {
    String normal = normalised(text);
    return switch (tokens) {
      case CHARACTER -> Characters.cut(normal, sink);
      case WORD -> Words.cut(normal, sink);
      case BYTE -> Bytes.cut(normal, sink);
      case BPE -> Pieces.cut(normal, sink);
      case WHOLE -> whole(normal, sink);
    };
  }

  /**
   * The text of {@code pieces}. For all but words and whole texts this undoes the cutting, if not
   * the normalisation; those are joined by blanks.
   */
  public String join(List<String> pieces) {
    return switch (tokens) {
      case CHARACTER -> String.join("", pieces);
      case WORD, WHOLE -> String.join(" ", pieces);
      case BYTE -> Bytes.join(pieces);
      case BPE -> BytePairs.join(pieces);
    };
  }

  /** All tokens that there can be, in order; empty where they are the text's to say. */
  public List<String> alphabet() {
    return tokens == Tokens.BYTE ? Bytes.ALL : List.of();
  }

  private static int whole(String text, TokenSink sink) {
    sink.token(text, text.codePointCount(0, text.length()));
    return 0;
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
