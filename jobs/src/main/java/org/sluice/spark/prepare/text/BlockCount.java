package org.sluice.spark.prepare.text;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.text.Tokeniser;
import org.sluice.spark.prepare.DropReason;

/**
 * Documents of one block of a file that have the same fate.
 *
 * @param reason why they cannot be used, if they cannot
 * @param rows how many they are
 * @param tokens of them all, their ends included; 0 where they cannot be used
 * @param first row of the block that is one of them, from 0
 */
record BlockCount(
    String file, long block, Optional<DropReason> reason, long rows, long tokens, long first) {
  private static final StructType SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("block", DataTypes.LongType)
          .add("reason", DataTypes.StringType)
          .add("rows", DataTypes.LongType)
          .add("tokens", DataTypes.LongType)
          .add("first", DataTypes.LongType);

  /**
   * Of all blocks, in any order: the first pass over a corpus.
   *
   * @param documents of {@link Documents#of}
   */
  static List<BlockCount> all(Dataset<Row> documents, Tokeniser tokeniser) {
    try (Shared<Tokeniser> shared = Shared.of(documents.sparkSession(), tokeniser)) {
      return documents
          .mapPartitions(new Counting(shared), Encoders.row(SCHEMA))
          .collectAsList()
          .stream()
          .map(BlockCount::of)
          .toList();
    }
  }

  private static BlockCount of(Row row) {
    Optional<DropReason> reason = Optional.ofNullable(row.getString(2)).map(DropReason::valueOf);
    return new BlockCount(
        row.getString(0), row.getLong(1), reason, row.getLong(3), row.getLong(4), row.getLong(5));
  }

  private Row row() {
    return RowFactory.create(
        file, block, reason.map(DropReason::name).orElse(null), rows, tokens, first);
  }

  private BlockCount plus(long more) {
    return new BlockCount(file, block, reason, rows + 1, tokens + more, first);
  }

  private record Group(String file, long block, Optional<DropReason> reason) {}

  private record Counting(Shared<Tokeniser> shared) implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      Map<Group, BlockCount> counts = new LinkedHashMap<>();
      Documents documents = new Documents(rows);
      Tokeniser tokeniser = shared.value();
      while (documents.hasNext()) {
        Documents.Document next = documents.next();
        Group group = new Group(next.file(), next.block(), next.dropped());
        BlockCount none =
            new BlockCount(next.file(), next.block(), next.dropped(), 0, 0, next.row());
        counts.put(group, counts.getOrDefault(group, none).plus(tokens(next, tokeniser)));
      }
      return counts.values().stream().map(BlockCount::row).iterator();
    }

    private static long tokens(Documents.Document document, Tokeniser tokeniser) {
      if (document.dropped().isPresent()) {
        return 0;
      }
      long[] tokens = {1}; // its end
      tokeniser.cut(document.text(), (token, characters) -> tokens[0]++);
      return tokens[0];
    }
  }
}
