package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.engine.base.Require;

/** Writes the Parquet parts of a data set. */
public final class Tables {
  /** Grid rows of a chunk that no border cuts. */
  public static final int CHUNK_ROWS = 1024;

  /** As many are sorted and written by one task: parting them would take longer. */
  private static final long SERIES_IN_A_FILE = 1 << 18;

  /** What sorts the readings of a series, whatever the order they were read in. */
  private static final String[] ORDER = {"index", "time", "column", "order", "values"};

  private final SparkSession spark;
  private final Folder folder;

  public Tables(SparkSession spark, Folder folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Numbers the series in the order of their keys, part by part, by code points; those of one key
   * in the order of time.
   *
   * @param series {@code key array<string>, first long, last long, split string}
   * @param atMost there are as many series or fewer, if that is known: few are one task's work
   * @param spans where they belong to a split, how far those reach
   */
  SeriesTally writeSeries(Dataset<Row> series, OptionalLong atMost, DataSetInfo.Spans spans) {
    Dataset<Row> columns = series.select("key", "first", "last", "split");
    Dataset<Row> sorted =
        atMost.orElse(Long.MAX_VALUE) <= SERIES_IN_A_FILE
            ? columns.coalesce(1).sortWithinPartitions("key", "first")
            : columns.orderBy("key", "first");
    JavaRDD<Row> numbered =
        sorted.toJavaRDD().zipWithIndex().map(row -> numbered(row._2(), row._1()));
    Tallying<Row, SeriesTally> tally = Tallying.of(spark, new SeriesTally(spans));
    spark
        .createDataFrame(numbered.mapPartitions(tally::call), PreparedDataSet.SERIES)
        .write()
        .parquet(folder.of(Folder.SERIES));
    return tally.value();
  }

  /** Writes the only series of what has no key, from the first to the last of {@code rows}. */
  public void writeSeries(long rows) {
    spark
        .createDataFrame(
            List.of(RowFactory.create(0, List.of(), 0L, rows - 1, null)), PreparedDataSet.SERIES)
        .write()
        .parquet(folder.of(Folder.SERIES));
  }

  private static Row numbered(long ordinal, Row row) {
    Require.that(
        ordinal <= Integer.MAX_VALUE,
        "data.key makes more series than 2147483648, which is the most");
    return RowFactory.create((int) ordinal, row.get(0), row.getLong(1), row.getLong(2), row.get(3));
  }

  /** The second pass over a table. */
  ChunkTally writeChunks(
      Dataset<Row> table,
      Grid grid,
      DataSpec spec,
      Derivation.Plan derivation,
      DataSetInfo.Spans spans) {
    Merging<Reading> merging = new Merging<>(spec);
    Dataset<Row> readings = sorted(table, grid, spec, spans.end());
    ChunkCutter cutter = new ChunkCutter(spans, CHUNK_ROWS, spec.prepared().size());
    boolean[] log = spec.scale().logged(spec.prepared());
    ChunkTally counts = new ChunkTally(spans.trainEnd(), log, spec.named(spec.prepared()));
    if (spec.prepared().equals(spec.columns())) {
      MapPartitionsFunction<Reading, Chunk> chunks = rows -> cutter.call(merging.call(rows));
      return writeChunks(readings, chunks, spans, counts);
    }
    Encoder<Reading> bean = Encoders.bean(Reading.class);
    Dataset<Row> merged = readings.as(bean).mapPartitions(merging, bean).toDF();
    Deriving deriving = new Deriving(derivation);
    return writeChunks(derived(merged, deriving), cutter, spans, counts);
  }

  /**
   * A row goes to its own block, and to those around it as far as features look back or ahead, so
   * that blocks are computed side by side; a block without a row is computed all the same. Those of
   * a block come together and in order, ready to be cut.
   *
   * @param readings one for each place on the grid
   */
  private Dataset<Row> derived(Dataset<Row> readings, Deriving deriving) {
    Column from = block("greatest(index - " + deriving.plan().lookahead() + ", first)");
    Column to = block("least(index + " + deriving.plan().lookback() + ", last)");
    Column[] parts = Arrays.stream(readings.columns()).map(functions::col).toArray(Column[]::new);
    return readings
        .withColumn("block", explode(sequence(from, to)))
        .unionByName(blocks())
        .repartition(col("series"), col("block"))
        .sortWithinPartitions("series", "block", "index")
        .select(col("block"), struct(parts).as("reading"))
        .as(Encoders.bean(BlockReading.class))
        .mapPartitions(deriving, Encoders.bean(Reading.class))
        .toDF();
  }

  /** A reading of no rows for each block that a series reaches into, before those that have. */
  private Dataset<Row> blocks() {
    return byBlock(series())
        .select(
            col("series"),
            lit(Long.MIN_VALUE).as("index"),
            col("first"),
            col("last"),
            lit(0L).as("time"),
            lit(0).as("column"),
            lit(0).as("rows"),
            array().cast("array<float>").as("values"),
            col("block"));
  }

  private Dataset<Row> readings(Dataset<Row> table, Grid grid, boolean parted) {
    Dataset<Row> rows = placed(table, grid);
    Dataset<Row> series = series();
    Dataset<Row> joined =
        parted
            ? rows.withColumn("block", block("index"))
                .join(broadcast(byBlock(series)), new String[] {"key", "block"})
                .where(col("index").between(col("first"), col("last")))
            : rows.join(broadcast(series), "key");
    return joined.select(
        "series", "index", "first", "last", "time", "column", "order", "values", "rows");
  }

  /**
   * The usable rows of a table as readings that know their key alone: {@code key array<string>,
   * index long, time long, column int, order, values array<float>, rows int}.
   */
  static Dataset<Row> placed(Dataset<Row> table, Grid grid) {
    return table
        .where(Survey.onGrid(grid))
        .select(
            col("key"),
            grid.index("millis").as("index"),
            (grid.whole() ? col("millis") : lit(0L)).as("time"),
            col("column"),
            col("order"),
            col("values"),
            lit(1).as("rows"));
  }

  /**
   * Readings in {@link #order}, those of a block in one partition. What is the same in all of them
   * is put in behind the sort, as it would be carried through it otherwise.
   *
   * @param end above all grid indices
   */
  private Dataset<Row> sorted(Dataset<Row> table, Grid grid, DataSpec spec, long end) {
    RowRules rules = spec.time().rules();
    Map<String, Column> same = new TreeMap<>(Map.of("rows", lit(1)));
    if (!grid.whole()) {
      same.put("time", lit(0L));
    }
    if (spec.longForm().isEmpty()) {
      same.put("column", lit(0));
    }
    Set<String> dropped = new TreeSet<>(same.keySet());
    if (rules.order().isEmpty()) {
      dropped.add("order");
    }
    Dataset<Row> varying =
        readings(table, grid, rules.gap().isPresent()).drop(dropped.toArray(String[]::new));
    Stream<Column> order =
        Stream.concat(Stream.of("series"), Stream.of(ORDER))
            .filter(name -> !dropped.contains(name))
            .map(functions::col);
    Column[] keys = Stream.concat(place(end), order).toArray(Column[]::new);
    return spread(varying).sortWithinPartitions(keys).withColumns(same);
  }

  /**
   * Series and index as one number: the first key alone is what Spark's sort compares without
   * looking at the row.
   */
  private static Stream<Column> place(long end) {
    return end >> Integer.SIZE == 0
        ? Stream.of(shiftleft(col("series").cast("long"), Integer.SIZE).bitwiseOR(col("index")))
        : Stream.of();
  }

  /** A row for each block that a series reaches into, so that its pieces need not all be tried. */
  private static Dataset<Row> byBlock(Dataset<Row> series) {
    return series.withColumn("block", explode(sequence(block("first"), block("last"))));
  }

  /** What sorts readings, whatever the order they were read in. */
  static Column[] order(String series) {
    return Stream.concat(Stream.of(series), Stream.of(ORDER))
        .map(functions::col)
        .toArray(Column[]::new);
  }

  /** The block of chunks that a grid index stands in. */
  static Column block(String index) {
    return expr(index + " div " + CHUNK_ROWS);
  }

  /**
   * @param readings the columns of {@link Reading}, in any order, one for each place on the grid
   */
  public void writeChunks(Dataset<Row> readings, DataSetInfo.Spans spans, int columns) {
    writeChunks(
        spread(readings).sortWithinPartitions("series", "index"),
        new ChunkCutter(spans, CHUNK_ROWS, columns),
        spans,
        new ChunkTally(spans.trainEnd(), new boolean[0], new boolean[0])); // no statistics
  }

  /**
   * Rows are spread by series and block, so that one long series fills as many tasks as many short
   * ones, and nothing longer than a chunk is ever in memory. By hash, as ranges would have to be
   * found in a pass of their own.
   */
  private static Dataset<Row> spread(Dataset<Row> readings) {
    return readings.repartition(col("series"), block("index"));
  }

  /**
   * Labels, cut where chunks are.
   *
   * @param table whose values have the label's number behind them, NaN where it is missing
   */
  void writeLabels(
      Dataset<Row> table,
      Grid grid,
      DataSpec spec,
      Merging<Reading> merging,
      DataSetInfo.Spans spans) {
    ChunkCutter cutter = new ChunkCutter(spans, CHUNK_ROWS, 1);
    MapPartitionsFunction<Reading, Chunk> labels =
        rows -> cutter.call(Labels.alone(merging.call(rows)));
    String numbers = "zip_with(values, observed, (v, seen) -> if(seen, cast(v as int), %d))";
    cut(sorted(table, grid, spec, spans.end()), labels, spans)
        .select(
            col("split"),
            col("series"),
            col("start"),
            expr(String.format(Locale.ROOT, numbers, LabelInfo.MISSING)).as("labels"))
        .sortWithinPartitions("split", "series", "start")
        .write()
        .partitionBy("split")
        .parquet(folder.of(Folder.LABELS));
  }

  private ChunkTally writeChunks(
      Dataset<Row> readings,
      MapPartitionsFunction<Reading, Chunk> cutter,
      DataSetInfo.Spans spans,
      ChunkTally counts) {
    Tallying<Chunk, ChunkTally> tally = Tallying.of(spark, counts);
    cut(readings, cutter, spans)
        .mapPartitions(tally, Encoders.bean(Chunk.class))
        .sortWithinPartitions("split", "series", "start")
        .write()
        .partitionBy("split")
        .parquet(folder.of(Folder.CHUNKS));
    return tally.value();
  }

  private Dataset<Chunk> cut(
      Dataset<Row> readings,
      MapPartitionsFunction<Reading, Chunk> cutter,
      DataSetInfo.Spans spans) {
    Encoder<Chunk> bean = Encoders.bean(Chunk.class);
    Dataset<Chunk> chunks = readings.as(Encoders.bean(Reading.class)).mapPartitions(cutter, bean);
    if (!spans.bySeries()) {
      return chunks;
    }
    Dataset<Row> splits = series().select("series", "split");
    return chunks.drop("split").join(broadcast(splits), "series").as(bean);
  }

  Dataset<Row> series() {
    return PreparedDataSet.series(spark, folder);
  }

  public Dataset<Row> chunks() {
    return PreparedDataSet.chunks(spark, folder);
  }

  Dataset<Row> labels() {
    return PreparedDataSet.labels(spark, folder);
  }

  /** Chunks of the training span; a gap behind it is not in them. */
  Dataset<Chunk> training(DataSetInfo.Spans spans) {
    return chunks()
        .where(col("split").equalTo(Split.TRAIN.toString()))
        .where(col("start").lt(spans.trainEnd()))
        .as(Encoders.bean(Chunk.class));
  }
}
