package org.sluice.spark.prepare.text;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Tokeniser;
import org.sluice.engine.text.Tokens;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.DataSetInfo;

/**
 * How a corpus lies: what its texts are cut into, where that stands, and where the spans begin.
 * Immutable.
 */
record Corpus(Tokeniser tokeniser, Blocks blocks, DataSetInfo.Spans spans) implements Serializable {

  /**
   * The same corpus, cut into the tokens of {@code vocabulary}: this itself unless it was cut into
   * the pieces of byte pairs. Spans begin with the same pieces.
   *
   * @param documents of {@link Documents#of}
   */
  Corpus inTokens(Dataset<Row> documents, Tokenisation tokenisation, Vocabulary vocabulary) {
    if (tokenisation.tokens() != Tokens.BPE) {
      return this;
    }
    Tokeniser finer = tokenisation.with(vocabulary);
    Blocks finerBlocks = Blocks.of(BlockCount.all(documents, finer));
    DataSetInfo.Spans finerSpans =
        FinerBorders.spans(documents, new FinerBorders.Cuts(this, finer, finerBlocks));
    return new Corpus(finer, finerBlocks, finerSpans);
  }
}
