package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.DropReason;

/**
 * How many documents and tokens there are in each block of the corpus's files, and so where in the
 * corpus a block stands: files in the order of their paths, blocks in the order of the file. How
 * Spark cut the files into blocks leaves no trace in that. Immutable.
 */
final class Blocks implements Serializable {
  private static final long serialVersionUID = 1L;

  private record Key(String file, long start) implements Serializable {}

  /** What stands before a block: tokens in the corpus, rows in its file. */
  private record Place(long token, long row) implements Serializable {}

  private final Map<Key, Place> places;
  private final transient List<BlockCount>
      counts; // in the order of the corpus; stays on the driver
  private final long tokens;

  private Blocks(Map<Key, Place> places, List<BlockCount> counts, long tokens) {
    this.places = places;
    this.counts = counts;
    this.tokens = tokens;
  }

  /**
   * @param counts in any order
   */
  static Blocks of(List<BlockCount> counts) {
    List<BlockCount> ordered =
        counts.stream()
            .sorted(Comparator.comparing(BlockCount::file).thenComparingLong(BlockCount::block))
            .toList();
    Map<Key, Place> places = new HashMap<>();
    long tokens = 0;
    long rows = 0;
    String file = "";
    for (BlockCount count : ordered) {
      rows = count.file().equals(file) ? rows : 0;
      file = count.file();
      places.putIfAbsent(new Key(file, count.block()), new Place(tokens, rows));
      tokens += count.tokens();
      rows += count.rows();
    }
    return new Blocks(places, ordered, tokens);
  }

  /** Of all documents, their ends included. */
  long tokens() {
    return tokens;
  }

  /** Documents that can be used. */
  long documents() {
    return counts.stream()
        .filter(count -> count.reason().isEmpty())
        .mapToLong(BlockCount::rows)
        .sum();
  }

  /** All documents, whether they can be used or not. */
  long rows() {
    return counts.stream().mapToLong(BlockCount::rows).sum();
  }

  /** How many documents have each reason; reasons without documents are absent. */
  EnumMap<DropReason, Long> dropped() {
    EnumMap<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    counts.forEach(c -> c.reason().ifPresent(reason -> dropped.merge(reason, c.rows(), Long::sum)));
    return dropped;
  }

  /** The first document of the corpus that has {@code reason}: its file and row, from 1. */
  Optional<String> first(DropReason reason) {
    return counts.stream()
        .filter(count -> count.reason().equals(Optional.of(reason)))
        .findFirst()
        .map(c -> c.file() + ", row " + (place(c.file(), c.block()).row + c.first() + 1));
  }

  /** Where the first token of a block stands in the corpus. */
  long firstToken(String file, long block) {
    return place(file, block).token;
  }

  /** Which rows of {@link Documents#of} are of the block with the token at {@code position}. */
  Column with(long position) {
    BlockCount count = at(position);
    return col("file").equalTo(count.file()).and(col("block").equalTo(count.block()));
  }

  private BlockCount at(long position) {
    long behind = 0;
    for (BlockCount count : counts) {
      behind += count.tokens();
      if (position < behind) {
        return count;
      }
    }
    throw new IllegalArgumentException(position + " of " + tokens + " tokens");
  }

  private Place place(String file, long block) {
    Place place = places.get(new Key(file, block));
    if (place == null) {
      throw new SluiceException(
          "data.source.path changed while it was being read ("
              + file
              + "); run it again when nothing writes there");
    }
    return place;
  }
}
