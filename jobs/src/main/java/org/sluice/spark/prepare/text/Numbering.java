package org.sluice.spark.prepare.text;

import org.sluice.engine.text.Tokeniser;
import org.sluice.engine.text.Vocabulary;

/** Cuts documents, in their order, and says where in the corpus each token stands. */
final class Numbering {
  /** What stands at the end of a document. */
  static final String END = Vocabulary.SPECIALS.get(Vocabulary.END);

  /** Takes tokens. */
  interface Sink {
    /**
     * @param position of the token in the corpus
     * @param characters code points it stands for
     */
    void token(long position, String token, int characters);
  }

  private final Tokeniser tokeniser;
  private final Blocks blocks;
  private long position;

  Numbering(Tokeniser tokeniser, Blocks blocks) {
    this.tokeniser = tokeniser;
    this.blocks = blocks;
  }

  /**
   * Hands a document's tokens and its end to {@code sink}; nothing if it is unusable.
   *
   * @return where in the corpus the document begins
   */
  long number(Documents.Document document, Sink sink) {
    if (document.beginsBlock()) {
      position = blocks.firstToken(document.file(), document.block());
    }
    long begin = position;
    if (document.dropped().isEmpty()) {
      int behind =
          tokeniser.cut(
              document.text(), (token, characters) -> sink.token(position++, token, characters));
      sink.token(position++, END, behind + 1);
    }
    return begin;
  }
}
