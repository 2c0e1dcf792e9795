package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.Source;

/** The lines of plain files, numbered through in the order of the files' paths. */
final class NumberedLines {
  private static final StructType COUNTS =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("block", DataTypes.LongType)
          .add("lines", DataTypes.LongType);

  private static final StructType NUMBERED =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("block", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("number", DataTypes.LongType);

  private record Block(String file, long start) implements Serializable, Comparable<Block> {
    static Block of(Row line) {
      return new Block(line.getString(0), line.getLong(1));
    }

    @Override
    public int compareTo(Block other) {
      int byFile = file.compareTo(other.file);
      return byFile != 0 ? byFile : Long.compare(start, other.start);
    }
  }

  private NumberedLines() {}

  /**
   * The lines of two texts side by side, as {@link Examples#of} gives rows.
   *
   * @throws org.sluice.engine.base.SluiceException if one has more lines than the other
   */
  static Dataset<Row> pairs(Source source, Source target) {
    Dataset<Row> texts = lines(source);
    Dataset<Row> labels = lines(target);
    TreeMap<Block, Long> ofTexts = counts(texts);
    TreeMap<Block, Long> ofLabels = counts(labels);
    long lines = sum(ofTexts);
    Require.that(
        lines == sum(ofLabels),
        "data.target.path must have a line for each of data.source.path, %d, got %d",
        lines,
        sum(ofLabels));
    Dataset<Row> left = numbered(texts, ofTexts);
    Dataset<Row> right =
        numbered(labels, ofLabels)
            .select(col("number"), col("text").as("label"), col("reason").as("other"));
    return left.join(right, "number")
        .repartition(col("file"), col("block"))
        .sortWithinPartitions("file", "block", "number")
        .select(
            col("file"),
            col("block"),
            col("text"),
            col("label"),
            lit(null).cast(DataTypes.StringType).as("part"),
            coalesce(col("reason"), col("other")).as("reason"));
  }

  private static Dataset<Row> lines(Source source) {
    source.requireFiles();
    return source
        .load()
        .select(
            col("_metadata.file_path").as("file"),
            col("_metadata.file_block_start").as("block"),
            col("value").as("text"),
            Documents.reason(col("value"), lit(false)).as("reason"));
  }

  private static long sum(Map<Block, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static TreeMap<Block, Long> counts(Dataset<Row> lines) {
    MapPartitionsFunction<Row, Row> count = NumberedLines::count;
    TreeMap<Block, Long> counts = new TreeMap<>();
    lines
        .mapPartitions(count, Encoders.row(COUNTS))
        .collectAsList()
        .forEach(row -> counts.merge(Block.of(row), row.getLong(2), Long::sum));
    return counts;
  }

  private static Iterator<Row> count(Iterator<Row> lines) {
    Map<Block, Long> counts = new HashMap<>();
    lines.forEachRemaining(line -> counts.merge(Block.of(line), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(e -> RowFactory.create(e.getKey().file, e.getKey().start, e.getValue()))
        .iterator();
  }

  private static Dataset<Row> numbered(Dataset<Row> lines, TreeMap<Block, Long> counts) {
    HashMap<Block, Long> first = new HashMap<>();
    long before = 0;
    for (Map.Entry<Block, Long> entry : counts.entrySet()) {
      first.put(entry.getKey(), before);
      before += entry.getValue();
    }
    MapPartitionsFunction<Row, Row> number = rows -> new Numbered(rows, new HashMap<>(first));
    return lines.mapPartitions(number, Encoders.row(NUMBERED));
  }

  private static final class Numbered extends InPortions<Row> {
    private final Iterator<Row> lines;
    private final Map<Block, Long> next;

    Numbered(Iterator<Row> lines, Map<Block, Long> next) {
      this.lines = lines;
      this.next = next;
    }

    @Override
    protected boolean make() {
      if (lines.hasNext()) {
        Row line = lines.next();
        long number = next.merge(Block.of(line), 1L, Long::sum) - 1;
        add(RowFactory.create(line.get(0), line.get(1), line.get(2), line.get(3), number));
      }
      return lines.hasNext();
    }
  }
}
