package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.Reading;

/** Tokens as numbers, in runs that no chunk's border parts: the last pass over a corpus. */
record Encoding(Shared<Encoding.Words> words, int chunkRows)
    implements MapPartitionsFunction<Row, Reading> {

  /** What a corpus is and how its tokens are numbered. */
  record Words(Corpus corpus, Vocabulary vocabulary) implements Serializable {}

  @Override
  public Iterator<Reading> call(Iterator<Row> documents) {
    return new Runs(words.value(), documents, chunkRows);
  }

  private static final class Runs extends InPortions<Reading> {
    private final DataSetInfo.Spans spans;
    private final Vocabulary vocabulary;
    private final TokenStream stream;
    private final float[] run; // as long as a chunk
    private long start;
    private int length;

    Runs(Words words, Iterator<Row> documents, int chunkRows) {
      spans = words.corpus().spans();
      vocabulary = words.vocabulary();
      stream = new TokenStream(documents, words.corpus());
      run = new float[chunkRows];
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
      return position % run.length == 0
          || position == spans.validation()
          || position == spans.test();
    }

    private void flush() {
      if (length > 0) {
        Reading reading = new Reading();
        reading.setSeries(0);
        reading.setIndex(start);
        reading.setFirst(0);
        reading.setLast(spans.end() - 1);
        reading.setRows(length);
        reading.setValues(Arrays.copyOf(run, length));
        add(reading);
        length = 0;
      }
    }
  }
}
