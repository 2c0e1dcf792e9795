package org.sluice.spark.prepare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;

/**
 * Turns a table into a {@link PreparedDataSet} in two passes: the first finds the series, their
 * extent and what cannot be used, the second puts rows on the time grid and cuts them into chunks.
 * What it writes depends on the table and the settings alone, not on the cluster.
 */
public final class Prepare {
  private static final Logger LOG = LoggerFactory.getLogger(Prepare.class);

  private final SparkSession users;
  private final SparkSession spark;
  private final DataSpec spec;
  private final Folder folder;
  private final Source source;
  private final List<String> holidays;

  private Prepare(SparkSession users, DataSpec spec, Folder folder) {
    this.users = users;
    this.spark = OwnSession.of(users, spec.time().zone());
    this.spec = spec;
    this.folder = folder;
    this.source = new Source(spark, spec.source());
    this.holidays = spec.holidays().map(days -> Holidays.read(spark, days)).orElse(List.of());
  }

  /**
   * Writes the data set below {@code folder}, any Hadoop path; one that was made of the same files
   * with the same settings is left as it is and returned.
   *
   * @param overwrite whether a data set that is there already is replaced
   * @throws org.sluice.engine.base.SluiceException if the table, a setting or the folder cannot be
   *     used
   */
  public static PreparedDataSet run(
      SparkSession spark, DataSpec spec, String folder, boolean overwrite) {
    Prepare prepare = new Prepare(spark, spec, new Folder(spark, folder));
    return prepare.run(times -> new Borders(spec.split(), times), overwrite);
  }

  /**
   * The same of a table that nobody splits, so that all of its rows are of one span, the first. A
   * data set that is there already is replaced.
   *
   * @param spec whose split does not matter
   */
  public static PreparedDataSet whole(SparkSession spark, DataSpec spec, String folder) {
    return new Prepare(spark, spec, new Folder(spark, folder)).run(times -> Borders.whole(), true);
  }

  private PreparedDataSet run(Function<Times, Borders> split, boolean overwrite) {
    Times times = new Times(spark, spec.time());
    times.checkFormat();
    Borders borders = split.apply(times);
    List<String> files = source.listing();
    String fingerprint = Fingerprint.of(spec, holidays, files, Tables.CHUNK_ROWS);
    return new Preparation(users, source, folder, overwrite)
        .run(files, fingerprint, () -> write(times, borders, fingerprint));
  }

  private void write(Times times, Borders borders, String fingerprint) {
    Dataset<Row> table = Table.of(source, spec, times, borders.until());
    try (Survey survey = new Survey(table, spec.time())) {
      Grid grid = new FirstPassChecks(table, survey, spec).grid();
      write(survey.checked(table), survey, grid, borders, fingerprint);
    }
  }

  private void write(
      Dataset<Row> table, Survey survey, Grid grid, Borders borders, String fingerprint) {
    Survey.Extent extent = survey.extent();
    DataSetInfo.Spans inTime = borders.spans(grid, extent.last());

    folder.clear();
    Tables tables = new Tables(spark, folder);
    SeriesSpans parts = new SeriesSpans(spec, borders);
    SeriesTally series =
        tables.writeSeries(
            parts.assign(survey.series(grid, table), survey, grid), survey.mostSeries(), inTime);
    DataSetInfo.Spans spans = series.spans();
    List<Category> kinds = Categories.fit(spec, table, grid, spans, tables);
    Dataset<Row> encoded = Categories.encoded(table, spec, kinds);
    ChunkTally chunks =
        tables.writeChunks(encoded, grid, spec, spec.derivation(grid, holidays), spans);
    List<Category> categories = Categories.counted(kinds, spec, chunks);
    LabelInfo label = Labels.write(spec, table, grid, tables, spans);
    long rows = countRows(chunks, borders, extent);
    if (spec.keepDropped()) {
      DroppedRows.write(table, grid, folder);
    }
    Map<String, Long> dropped = dropped(survey, extent.rows(), rows);
    LOG.info(
        "Prepared {}: {} rows in {} series, dropped {}", folder, rows, series.series(), dropped);
    Supplier<Dataset<Chunk>> training = () -> tables.training(spans);
    List<TableInfo.ColumnStatistics> statistics =
        TrainingStatistics.of(spec, chunks.sums(), series.trainingRows());
    List<ColumnScaler> scalers = ScalerFit.of(spec, training, chunks.scaledSums(), statistics);
    TableInfo.ScaleBy scaleBy = scaleBy(training, tables, common(scalers, statistics));
    folder.commit(
        Manifest.write(
            new TableInfo(
                Manifest.FORMAT,
                spec.key(),
                spec.prepared(),
                spec.inputs().size(),
                categories,
                spec.knownAhead(),
                holidays,
                spec.derive(),
                spec.targets(),
                label,
                spec.scale().kind(),
                statistics,
                scalers,
                scaleBy,
                spec.time().zone(),
                grid.origin(),
                grid.step(),
                Tables.CHUNK_ROWS,
                GridRules.of(spec.time().rules()),
                spec.missing().equals(MissingSpec.LAST) ? null : spec.missing(),
                spans,
                series.series(),
                rows,
                dropped,
                fingerprint)));
  }

  /** Writes {@code scalers/}: nothing where all series are scaled alike. */
  private TableInfo.ScaleBy scaleBy(
      Supplier<Dataset<Chunk>> training, Tables tables, List<ColumnScaler> common) {
    return spec.scale().by().isEmpty()
        ? null
        : new GroupFit(spec, training.get(), tables.series(), common).write(folder);
  }

  /** One for each column, those that the statistics imply too. */
  private List<ColumnScaler> common(
      List<ColumnScaler> scalers, List<TableInfo.ColumnStatistics> statistics) {
    return scalers.isEmpty()
        ? statistics.stream().map(s -> ColumnScaler.plain(spec.scale().kind(), s)).toList()
        : scalers;
  }

  private long countRows(ChunkTally chunks, Borders borders, Survey.Extent extent) {
    for (Split split : Split.values()) {
      borders.requireRows(split, chunks.has(split));
    }
    long rows = chunks.rows();
    Require.that(
        rows <= extent.rows(),
        "%s changed while it was being read; run it again when nothing writes there",
        spec.source().place());
    return rows;
  }

  private Map<String, Long> dropped(Survey survey, long onGrid, long rows) {
    EnumMap<DropReason, Long> counts = survey.reasons();
    counts.put(DropReason.OFF_GRID, survey.usableRows() - onGrid);
    counts.put(DropReason.DUPLICATE_TIME, onGrid - rows);
    counts.put(DropReason.EMPTY_FILE, source.emptyFiles());
    return DropReason.written(counts);
  }
}
