package org.sluice.spark.prepare.text;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
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
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.Borders;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.DropReason;
import org.sluice.spark.prepare.Split;

/** How many labelled documents each block of a text's files has: the first pass over them. */
final class ExampleCounts {
  /**
   * Documents of one block that are for the same and have the same fate.
   *
   * @param reason why they cannot be used, if they cannot
   * @param first row or line of the block where the first of them is
   * @param behind row or line of the block behind the last
   */
  private record Count(
      SequencePlan.Key key, Optional<DropReason> reason, long documents, long first, long behind) {
    static Count of(Row row) {
      return new Count(
          new SequencePlan.Key(row.getString(0), row.getLong(1), row.getString(2)),
          Optional.ofNullable(row.getString(3)).map(DropReason::valueOf),
          row.getLong(4),
          row.getLong(5),
          row.getLong(6));
    }

    Row row() {
      String why = reason.map(DropReason::name).orElse(null);
      return RowFactory.create(key.file(), key.block(), key.part(), why, documents, first, behind);
    }

    Example.Block block() {
      return new Example.Block(key.file(), key.block());
    }

    Count plus(Example example) {
      long more = example.usable() || example.dropped().isPresent() ? 1 : 0;
      return new Count(key, reason, documents + more, first, example.place().behind());
    }
  }

  private static final StructType SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("block", DataTypes.LongType)
          .add("part", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("documents", DataTypes.LongType)
          .add("first", DataTypes.LongType)
          .add("behind", DataTypes.LongType);

  private final List<Count> counts; // in the order of the text
  private final SequenceSpec spec;

  private ExampleCounts(List<Count> counts, SequenceSpec spec) {
    this.counts = counts;
    this.spec = spec;
  }

  /**
   * @param documents of {@link Examples#of}
   */
  static ExampleCounts of(Dataset<Row> documents, SequenceSpec spec) {
    Comparator<Count> order =
        Comparator.<Count, String>comparing(count -> count.key.file())
            .thenComparing(count -> count.key.block())
            .thenComparing(count -> count.first);
    List<Count> counts =
        documents
            .mapPartitions(new Counting(Examples.Reading.of(spec)), Encoders.row(SCHEMA))
            .collectAsList()
            .stream()
            .map(Count::of)
            .sorted(order)
            .toList();
    return new ExampleCounts(counts, spec);
  }

  /** All documents, whether they can be used or not. */
  long documents() {
    return counts.stream().mapToLong(Count::documents).sum();
  }

  /** Reasons without documents are absent. */
  EnumMap<DropReason, Long> dropped() {
    EnumMap<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    counts.forEach(
        c -> c.reason.ifPresent(reason -> dropped.merge(reason, c.documents, Long::sum)));
    return dropped;
  }

  /** The first document that has {@code reason}: its file and its row, or line, from 1. */
  String first(DropReason reason) {
    Count found =
        counts.stream().filter(c -> c.reason.equals(Optional.of(reason))).findFirst().orElseThrow();
    String unit = spec.conll().isPresent() ? ", line " : ", row ";
    return found.key.file() + unit + (before().get(found.block()) + found.first + 1);
  }

  /** Rows or lines of its file that stand before each block. */
  Map<Example.Block, Long> before() {
    Map<Example.Block, Long> before = new HashMap<>();
    Example.Block block = null;
    long rows = 0; // before the block
    long own = 0; // of it
    for (Count count : counts) {
      Example.Block next = count.block();
      if (!next.equals(block)) {
        rows = block != null && block.file().equals(next.file()) ? rows + own : 0;
        own = 0;
        before.put(next, rows);
        block = next;
      }
      own = Math.max(own, count.behind);
    }
    return before;
  }

  /**
   * Numbers the documents that can be used.
   *
   * @throws org.sluice.engine.base.SluiceException if there is none for one of the spans
   */
  SequencePlan plan() {
    Map<String, Long> sizes = new HashMap<>();
    Map<SequencePlan.Key, Long> before = new HashMap<>(); // of the same part
    for (Count count : counts) {
      if (count.reason.isEmpty()) {
        long earlier = sizes.getOrDefault(count.key.part(), 0L);
        before.put(count.key, earlier);
        sizes.put(count.key.part(), earlier + count.documents);
      }
    }
    DataSetInfo.Spans spans = spans(sizes);
    Map<SequencePlan.Key, Long> first = new HashMap<>();
    before.forEach((key, earlier) -> first.put(key, start(key.part(), spans) + earlier));
    return new SequencePlan(first, spans);
  }

  private DataSetInfo.Spans spans(Map<String, Long> sizes) {
    long usable = sizes.values().stream().mapToLong(Long::longValue).sum();
    Require.that(usable > 0, "%s holds no text that can be used", spec.source().place());
    if (!spec.labelled()) {
      return new DataSetInfo.Spans(0, usable, usable, usable);
    }
    if (spec.split().byFractions()) {
      return new Borders(spec.split().fractions()).spans(usable);
    }
    for (Split split : Split.values()) {
      Require.that(
          sizes.getOrDefault(split.toString(), 0L) > 0,
          "%s leaves the %s span without documents",
          spec.split().says(split),
          split);
    }
    long train = sizes.get(Split.TRAIN.toString());
    long validation = sizes.get(Split.VALIDATION.toString());
    return new DataSetInfo.Spans(0, train, train + validation, usable);
  }

  private static long start(String part, DataSetInfo.Spans spans) {
    if (part.equals(Split.VALIDATION.toString())) {
      return spans.validation();
    }
    return part.equals(Split.TEST.toString()) ? spans.test() : 0;
  }

  private record Counting(Examples.Reading reading) implements MapPartitionsFunction<Row, Row> {
    private record Group(SequencePlan.Key key, Optional<DropReason> reason) {}

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      Map<Group, Count> counts = new LinkedHashMap<>();
      Examples examples = new Examples(rows, reading);
      while (examples.hasNext()) {
        Example next = examples.next();
        Example.Place place = next.place();
        SequencePlan.Key key = new SequencePlan.Key(place.file(), place.block(), next.part());
        Count none = new Count(key, next.dropped(), 0, place.at(), place.behind());
        counts.merge(new Group(key, next.dropped()), none.plus(next), (had, one) -> had.plus(next));
      }
      return counts.values().stream().map(Count::row).iterator();
    }
  }
}
