package org.sluice.spark.prepare.text;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Vocabulary;

/** The tokens of a partition's documents, each with its place in the corpus. */
final class TokenStream {
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

  private final Documents documents;
  private final Tokenisation tokenisation;
  private final Blocks blocks;
  private long position;

  /**
   * @param documents of {@link Documents#of}
   */
  TokenStream(Iterator<Row> documents, Tokenisation tokenisation, Blocks blocks) {
    this.documents = new Documents(documents);
    this.tokenisation = tokenisation;
    this.blocks = blocks;
  }

  boolean hasNext() {
    return documents.hasNext();
  }

  /**
   * Hands the next document's tokens and its end to {@code sink}; nothing if it is unusable.
   *
   * @return where in the corpus the document begins
   */
  long next(Sink sink) {
    Documents.Document document = documents.next();
    if (document.beginsBlock()) {
      position = blocks.firstToken(document.file(), document.block());
    }
    long begin = position;
    if (document.dropped().isEmpty()) {
      int behind =
          tokenisation.cut(
              document.text(), (token, characters) -> sink.token(position++, token, characters));
      sink.token(position++, END, behind + 1);
    }
    return begin;
  }
}
