package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.Split;

/**
 * Which number each document has. Used by one task at a time, which hands it the documents of a
 * block in their order.
 */
final class SequencePlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Documents of a block that are for the same. */
  record Key(String file, long block, String part) implements Serializable {}

  private final Map<Key, Long> next;
  private final DataSetInfo.Spans spans;

  /**
   * @param first number of the first document of each key
   * @param spans counted in documents
   */
  SequencePlan(Map<Key, Long> first, DataSetInfo.Spans spans) {
    this.next = new HashMap<>(first);
    this.spans = spans;
  }

  DataSetInfo.Spans spans() {
    return spans;
  }

  /** The number of the next usable document. */
  long number(Example example) {
    Key key = new Key(example.place().file(), example.place().block(), example.part());
    Long number = next.computeIfPresent(key, (k, n) -> n + 1);
    if (number == null) {
      throw new SluiceException(
          "data.source.path changed while it was being read ("
              + key.file()
              + "); run it again when nothing writes there");
    }
    return number - 1;
  }

  Split split(long number) {
    return spans.splitOf(number);
  }
}
