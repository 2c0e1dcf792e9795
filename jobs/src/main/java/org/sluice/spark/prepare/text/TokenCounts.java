package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.sluice.engine.text.BytePairLearner;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.InPortions;

/**
 * How often each token occurs: whole numbers, so that partitions leave no trace in them. They stay
 * cached until it is closed.
 */
final class TokenCounts implements AutoCloseable {
  private static final StructType SCHEMA =
      new StructType()
          .add("kind", DataTypes.StringType) // what the tokens are of
          .add("token", DataTypes.StringType) // null: characters
          .add("count", DataTypes.LongType);

  private static final int MOST_PIECES = 1 << 20; // the driver holds

  private final Shared<?> shared;
  private final Dataset<Row> counts;

  /**
   * @param documents of {@link Documents#of} or {@link Examples#of}
   * @param tally counts those of a partition
   * @param shared what {@code tally} reads; closed with this
   */
  TokenCounts(Dataset<Row> documents, MapPartitionsFunction<Row, Row> tally, Shared<?> shared) {
    this.shared = shared;
    counts =
        documents
            .mapPartitions(tally, Encoders.row(SCHEMA))
            .groupBy("kind", "token")
            .agg(sum("count").as("count"))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * The vocabulary of the tokens of {@code kind}, or of the byte pairs that their pieces make: the
   * most frequent ones, those of one count in the order of their code points.
   */
  Vocabulary vocabulary(String kind, Tokenisation tokenisation, TextSpec.VocabularySpec spec) {
    return switch (tokenisation.tokens()) {
      case CHARACTER, WORD, WHOLE ->
          Vocabulary.of(
              frequent(kind, spec.minimumCount(), spec.size() - Vocabulary.SPECIALS.size()).stream()
                  .map(row -> row.getString(0))
                  .toList());
      case BYTE -> Vocabulary.of(tokenisation.alphabet());
      case BPE -> bytePairs(frequent(kind, 1, MOST_PIECES), spec);
    };
  }

  private static Vocabulary bytePairs(List<Row> pieces, TextSpec.VocabularySpec spec) {
    return new BytePairLearner(
            pieces.stream().map(row -> row.getString(0)).toList(),
            pieces.stream().mapToLong(row -> row.getLong(1)).toArray(),
            spec.minimumCount())
        .learn(spec.size());
  }

  /** Tokens and their counts; those of one count in the order of their code points. */
  private List<Row> frequent(String kind, int minimum, int most) {
    return counts
        .where(col("kind").equalTo(kind).and(col("token").isNotNull()))
        .where(not(col("token").isInCollection(Vocabulary.SPECIALS)))
        .where(col("count").geq(minimum))
        .orderBy(col("count").desc(), col("token"))
        .limit(most)
        .select("token", "count")
        .collectAsList();
  }

  /** Characters of each kind, where they were counted. */
  Map<String, Long> characters() {
    return counts.where(col("token").isNull()).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(2)));
  }

  @Override
  public void close() {
    counts.unpersist();
    shared.close();
  }

  /** Counts until the tokens become many, then hands on what it has. */
  abstract static class Tally extends InPortions<Row> {
    private static final int MOST = 200_000;

    private final Map<String, Map<String, long[]>> counts = new HashMap<>(); // by kind
    private int different;

    /** Whether there is a document left. */
    protected abstract boolean more();

    /** Counts the next document. */
    protected abstract void take();

    protected final void count(String kind, String token) {
      long[] count = counts.computeIfAbsent(kind, k -> new HashMap<>()).get(token);
      if (count == null) {
        count = new long[1];
        counts.get(kind).put(token, count);
        different++;
      }
      count[0]++;
    }

    /** Adds to the characters of a kind. */
    protected final void characters(String kind, long count) {
      add(kind, null, count);
    }

    @Override
    protected final boolean make() {
      while (more() && different < MOST) {
        take();
      }
      counts.forEach((kind, of) -> of.forEach((token, n) -> add(kind, token, n[0])));
      counts.clear();
      different = 0;
      return more();
    }

    private void add(String kind, String token, long count) {
      add(RowFactory.create(kind, token, count));
    }
  }
}
