package org.sluice.spark.shard;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.PreparedDataSet;

/**
 * A span of a prepared data set as shards: an RDD of as many partitions as there are shards,
 * partition i holding {@link Shard} i as its one element. Nothing is computed before an action; the
 * caller persists. A span without a single window or step is refused at once, from the table of
 * series alone.
 */
public final class Shards {
  private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

  private Shards() {}

  /**
   * Independent windows. Those of the training span lie wholly inside it; those of the others have
   * all their targets inside it, and may begin before.
   */
  public static JavaRDD<Shard> windowed(
      PreparedDataSet data, Span span, Scalings scaling, WindowSpec window, int n) {
    return of(data, span, windowPlan(data, span, window, 0, n, "training.window"), scaling);
  }

  /** All series of the span one behind the other, as {@code n * lanes} equal streams. */
  public static JavaRDD<Shard> lanes(
      PreparedDataSet data, Span span, Scalings scaling, int horizon, int n, int lanes) {
    return of(data, span, lanePlan(data, span, horizon, n, lanes), scaling);
  }

  /** Whole sequences, as {@link #sequencePlan} parts them. */
  public static JavaRDD<Shard> sequences(
      PreparedDataSet data, Span span, Scalings scaling, int longest, boolean parted, int n) {
    return of(data, span, sequencePlan(data, span, longest, parted, n), scaling);
  }

  /**
   * All steps of the span, each with its label, as at most {@code n * lanes} streams: fewer where
   * these would have less than {@code least} steps.
   */
  public static JavaRDD<Shard> labelLanes(
      PreparedDataSet data, Span span, Scalings scaling, int n, int lanes, int least) {
    long streams = lanePlan(data, span, 0, 1, 1).count() / least;
    int shards = (int) Math.max(1, Math.min(n, streams));
    int each = (int) Math.max(1, Math.min(lanes, streams / shards));
    return lanes(data, span, scaling, 0, shards, each);
  }

  /**
   * @param lead rows of the past that each segment carries besides, where there are any
   * @param setting that a window's steps come from, for the message where no window fits
   */
  public static ShardPlan windowPlan(
      PreparedDataSet data, Span span, WindowSpec window, int lead, int n, String setting) {
    DataSetInfo.Spans spans = data.info().spans();
    SeriesTable table = SeriesTables.read(data);
    ShardPlan plan = windowPlan(table, spans, span, window, lead, n);
    if (plan.count() == 0) {
      int past = past(span, window);
      long from = span.from(spans) - past;
      SeriesTable within = table.forWindows(span);
      int longest = within.longest(from, span.to(spans));
      throw new SluiceException(
          String.format(
              "window longer than every series: %s (%d) and model.horizon (%d) need %d rows, but"
                  + " the longest series of the %s span%s%s has %d; choose a smaller window or"
                  + " horizon, or a longer span in data.split",
              setting,
              window.steps(),
              window.horizon(),
              window.span(),
              span.label(),
              past == 0 ? "" : ", its past included,",
              SeriesTables.name(data, within.series(longest)),
              within.rows(longest, from, span.to(spans))));
    }
    return plan;
  }

  /** The windows of a span, held against its borders; there may be none. */
  static ShardPlan windowPlan(
      SeriesTable table, DataSetInfo.Spans spans, Span span, WindowSpec window, int lead, int n) {
    long from = span.from(spans) - past(span, window);
    ShardPlan plan =
        ShardPlan.windowed(table.forWindows(span), from, span.to(spans), window, lead, n);
    LeakCheck.require(plan, table, spans, span, window.steps());
    return plan;
  }

  /** Rows before a span that its windows may begin with: their targets lie inside. */
  private static int past(Span span, WindowSpec window) {
    return span == Span.TRAIN ? 0 : window.steps();
  }

  /** A plan of lanes, refused where the span has not one step with a row behind it. */
  public static ShardPlan lanePlan(PreparedDataSet data, Span span, int horizon, int n, int lanes) {
    DataSetInfo.Spans spans = data.info().spans();
    SeriesTable table = SeriesTables.read(data);
    ShardPlan plan =
        ShardPlan.lanes(table.of(span), span.from(spans), span.to(spans), horizon, n, lanes);
    LeakCheck.require(plan, table, spans, span, 1);
    Require.that(
        plan.count() > 0,
        "no series has two rows in the %s span, so that there is no step with a target behind it;"
            + " choose a longer span in data.split",
        span.label());
    return plan;
  }

  /**
   * A plan of whole sequences, refused where the span has none.
   *
   * @param longest rows of a sequence at most
   * @param parted whether a longer series makes several; else its last rows are read
   */
  public static ShardPlan sequencePlan(
      PreparedDataSet data, Span span, int longest, boolean parted, int n) {
    DataSetInfo.Spans spans = data.info().spans();
    SeriesTable table = SeriesTables.read(data);
    SeriesTable own = table.forWindows(span);
    long from = span.from(spans);
    ShardPlan plan = ShardPlan.sequences(own, from, span.to(spans), longest, parted, n);
    LeakCheck.require(plan, table, spans, span, 0);
    requireRows(plan, span);
    tellLonger(own, from, span, spans, longest, parted);
    return plan;
  }

  /**
   * A plan of single rows, each with its past, refused where the span has none.
   *
   * @param lead rows before a row that come along where its series has them, those before the span
   *     included
   */
  public static ShardPlan rowPlan(PreparedDataSet data, Span span, int lead, int n) {
    DataSetInfo.Spans spans = data.info().spans();
    SeriesTable table = SeriesTables.read(data);
    ShardPlan plan =
        ShardPlan.windowed(
            table.of(span), span.from(spans), span.to(spans), new WindowSpec(1, 1, 0), lead, n);
    LeakCheck.require(plan, table, spans, span, 0);
    requireRows(plan, span);
    return plan;
  }

  private static void requireRows(ShardPlan plan, Span span) {
    Require.that(
        plan.count() > 0,
        "no series has a row in the %s span; choose a longer span in data.split",
        span.label());
  }

  private static void tellLonger(
      SeriesTable table,
      long from,
      Span span,
      DataSetInfo.Spans spans,
      int longest,
      boolean parted) {
    long to = span.to(spans);
    long longer =
        IntStream.range(0, table.size()).filter(s -> table.rows(s, from, to) > longest).count();
    if (longer > 0) {
      LOG.warn(
          "{} sequences of the {} span are longer than training.window ({}), the longest has {}"
              + " steps: {}",
          longer,
          span.label(),
          longest,
          table.rows(table.longest(from, to), from, to),
          parted ? "they are parted" : "the last steps are read");
    }
  }

  /**
   * The shards of a span's {@code plan}, read from the chunks it touches; Spark drops them when it
   * may.
   */
  public static JavaRDD<Shard> of(
      PreparedDataSet data, Span span, ShardPlan plan, Scalings scaling) {
    return cut(data, span, plan, scaling).rdd();
  }

  /** The same for a caller that says when they are done with. */
  public static CutShards cut(PreparedDataSet data, Span span, ShardPlan plan, Scalings scaling) {
    int columns = data.info().columns().size();
    Require.that(
        scaling.common().features() == columns,
        "the prepared data set has %d columns, the model's preprocessing %d; prepare the table with"
            + " the features and targets the model was trained with",
        columns,
        scaling.common().features());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(data.session().sparkContext());
    // lives as long as the RDD, which may have to be made again; Spark's cleaner drops it then
    Broadcast<ShardPlan> shared = context.broadcast(plan);
    JavaRDD<Shard> shards =
        chunks(data, span, plan, scaling.common().labelled())
            .toJavaRDD()
            .flatMapToPair(new ChunkSlicer(shared, columns))
            .partitionBy(new ByShard(plan.shards()))
            .mapPartitionsWithIndex(new ShardAssembler(shared, scaling), true);
    return new CutShards(shards, shared);
  }

  private static Dataset<ChunkRow> chunks(
      PreparedDataSet data, Span span, ShardPlan plan, boolean labelled) {
    DataSetInfo info = data.info();
    List<String> splits =
        info.spans().bySeries() ? List.of(span.label()) : splits(info.spans(), plan);
    Column wanted =
        col("split")
            .isInCollection(splits)
            .and(col("start").lt(plan.to()))
            .and(col("start").gt(plan.from() - info.chunkRows()));
    return ChunkRows.of(data, labelled && !info.classes().isEmpty(), wanted);
  }

  /** Those of the stretches of time that a plan reaches into. */
  private static List<String> splits(DataSetInfo.Spans spans, ShardPlan plan) {
    return Arrays.stream(Span.values())
        .filter(span -> span.from(spans) < plan.to())
        .filter(span -> span.chunksTo(spans) > plan.from())
        .map(Span::label)
        .toList();
  }
}
