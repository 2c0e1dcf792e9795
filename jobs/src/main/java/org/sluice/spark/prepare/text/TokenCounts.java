package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.HashMap;
import java.util.Iterator;
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
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.Split;

/**
 * How often each token occurs in the training span, and how many characters every span has: the
 * second pass over a corpus. Whole numbers, so that partitions leave no trace in them. The counts
 * stay cached until it is closed.
 */
final class TokenCounts implements AutoCloseable {
  private static final StructType SCHEMA =
      new StructType()
          .add("split", DataTypes.StringType)
          .add("token", DataTypes.StringType) // null: characters of the split
          .add("count", DataTypes.LongType);

  private static final int MOST_PIECES = 1 << 20; // the driver holds

  private final Shared<Corpus> corpus;
  private final Dataset<Row> counts;

  /**
   * @param documents of {@link Documents#of}
   */
  TokenCounts(Dataset<Row> documents, Corpus corpus) {
    this.corpus = Shared.of(documents.sparkSession(), corpus);
    counts =
        documents
            .mapPartitions(new Counting(this.corpus), Encoders.row(SCHEMA))
            .groupBy("split", "token")
            .agg(sum("count").as("count"))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The most frequent tokens, those of one count in the order of their code points. */
  Vocabulary vocabulary(TextSpec.VocabularySpec spec) {
    int most = spec.size() - Vocabulary.SPECIALS.size();
    return Vocabulary.of(
        frequent(spec.minimumCount(), most).stream().map(row -> row.getString(0)).toList());
  }

  /** What {@link BytePairLearner} makes of the most frequent pieces. */
  Vocabulary bytePairs(TextSpec.VocabularySpec spec) {
    List<Row> pieces = frequent(1, MOST_PIECES);
    return new BytePairLearner(
            pieces.stream().map(row -> row.getString(0)).toList(),
            pieces.stream().mapToLong(row -> row.getLong(1)).toArray(),
            spec.minimumCount())
        .learn(spec.size());
  }

  /** Tokens and their counts; those of one count in the order of their code points. */
  private List<Row> frequent(int minimum, int most) {
    return counts
        .where(col("token").isNotNull().and(col("token").notEqual(Numbering.END)))
        .where(col("count").geq(minimum))
        .orderBy(col("count").desc(), col("token"))
        .limit(most)
        .select("token", "count")
        .collectAsList();
  }

  /** Characters of each span, by its name. */
  Map<String, Long> characters() {
    return counts.where(col("token").isNull()).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(2)));
  }

  @Override
  public void close() {
    counts.unpersist();
    corpus.close();
  }

  private record Counting(Shared<Corpus> shared) implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> documents) {
      Corpus corpus = shared.value();
      return new Portions(new TokenStream(documents, corpus), corpus.spans());
    }
  }

  /** Counts until the tokens become many, then hands on what it has. */
  private static final class Portions extends InPortions<Row> {
    private static final int MOST = 200_000;

    private final TokenStream stream;
    private final DataSetInfo.Spans spans;
    private final Map<String, long[]> tokens = new HashMap<>();
    private final long[] characters = new long[Split.values().length];

    Portions(TokenStream stream, DataSetInfo.Spans spans) {
      this.stream = stream;
      this.spans = spans;
    }

    @Override
    protected boolean make() {
      while (stream.hasNext() && tokens.size() < MOST) {
        stream.next(this::count);
      }
      tokens.forEach((token, count) -> add(Split.TRAIN, token, count[0]));
      tokens.clear();
      for (Split split : Split.values()) {
        add(split, null, characters[split.ordinal()]);
        characters[split.ordinal()] = 0;
      }
      return stream.hasNext();
    }

    private void count(long position, String token, int standsFor) {
      Split split = spans.splitOf(position);
      characters[split.ordinal()] += standsFor;
      if (split == Split.TRAIN) {
        tokens.computeIfAbsent(token, t -> new long[1])[0]++;
      }
    }

    private void add(Split split, String token, long count) {
      add(RowFactory.create(split.toString(), token, count));
    }
  }
}
