package org.sluice.spark.prepare.text;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.Reading;

/** Tokens as numbers, in runs that no chunk's border parts: the last pass over a corpus. */
record Encoding(Corpus corpus, Vocabulary vocabulary, int chunkRows)
    implements MapPartitionsFunction<Row, Reading> {

  @Override
  public Iterator<Reading> call(Iterator<Row> documents) {
    return new Runs(new TokenStream(documents, corpus));
  }

  private final class Runs extends InPortions<Reading> {
    private final TokenStream stream;
    private final float[] run = new float[chunkRows];
    private long start;
    private int length;

    Runs(TokenStream stream) {
      this.stream = stream;
    }

    @Override
    protected boolean make() {
      if (stream.hasNext()) {
        stream.next(this::put);
      }
      if (!stream.hasNext()) {
        flush();
      }
      return stream.hasNext();
    }

    private void put(long position, String token, int characters) {
      if (position != start + length || begins(position)) {
        flush();
        start = position;
      }
      run[length++] = vocabulary.number(token);
    }

    private boolean begins(long position) {
      return position % chunkRows == 0
          || position == corpus.spans().validation()
          || position == corpus.spans().test();
    }

    private void flush() {
      if (length > 0) {
        Reading reading = new Reading();
        reading.setSeries(0);
        reading.setIndex(start);
        reading.setFirst(0);
        reading.setLast(corpus.spans().end() - 1);
        reading.setRows(length);
        reading.setValues(Arrays.copyOf(run, length));
        add(reading);
        length = 0;
      }
    }
  }
}
