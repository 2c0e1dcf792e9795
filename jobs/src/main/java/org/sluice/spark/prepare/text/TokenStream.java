package org.sluice.spark.prepare.text;

import java.util.Iterator;
import org.apache.spark.sql.Row;

/** The tokens of a partition's documents, each with its place in the corpus. */
final class TokenStream {
  private final Documents documents;
  private final Numbering numbering;

  /**
   * @param documents of {@link Documents#of}
   */
  TokenStream(Iterator<Row> documents, Corpus corpus) {
    this.documents = new Documents(documents);
    this.numbering = new Numbering(corpus.tokeniser(), corpus.blocks());
  }

  boolean hasNext() {
    return documents.hasNext();
  }

  /**
   * Hands the next document's tokens and its end to {@code sink}; nothing if it is unusable.
   *
   * @return where in the corpus the document begins
   */
  long next(Numbering.Sink sink) {
    return numbering.number(documents.next(), sink);
  }
}
