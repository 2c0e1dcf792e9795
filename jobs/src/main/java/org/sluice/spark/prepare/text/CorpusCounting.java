package org.sluice.spark.prepare.text;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.Split;

/** Tokens of the training span, and characters of every span: the second pass over a corpus. */
record CorpusCounting(Shared<Corpus> shared) implements MapPartitionsFunction<Row, Row> {
  /**
   * @param documents of {@link Documents#of}
   * @return kinds are the spans' names
   */
  static TokenCounts of(Dataset<Row> documents, Corpus corpus) {
    Shared<Corpus> shared = Shared.of(documents.sparkSession(), corpus);
    return new TokenCounts(documents, new CorpusCounting(shared), shared);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    Corpus corpus = shared.value();
    return new Counts(new TokenStream(documents, corpus), corpus.spans());
  }

  private static final class Counts extends TokenCounts.Tally {
    private static final String TRAIN = Split.TRAIN.toString();

    private final TokenStream stream;
    private final DataSetInfo.Spans spans;
    private final long[] characters = new long[Split.values().length];

    Counts(TokenStream stream, DataSetInfo.Spans spans) {
      this.stream = stream;
      this.spans = spans;
    }

    @Override
    protected boolean more() {
      return stream.hasNext();
    }

    @Override
    protected void take() {
      stream.next(this::count);
      if (!stream.hasNext()) {
        for (Split split : Split.values()) {
          characters(split.toString(), characters[split.ordinal()]);
        }
      }
    }

    private void count(long position, String token, int standsFor) {
      Split split = spans.splitOf(position);
      characters[split.ordinal()] += standsFor;
      if (split == Split.TRAIN) {
        count(TRAIN, token);
      }
    }
  }
}
