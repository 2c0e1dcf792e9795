package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What {@code dataset.json} says of a prepared table. Grid indices count steps of {@code
 * stepMillis} from {@code originMillis} (epoch milliseconds, UTC).
 *
 * @param key the key columns; a series is one combination of their values
 * @param columns of a chunk's values: features in their order, those derived from them, categories,
 *     then the targets that are not among the features
 * @param features how many of the columns, from the first, a network reads
 * @param categories the columns among them that hold names
 * @param knownAhead features whose values are known before their time has come
 * @param holidays days on the zone's clock, in ISO 8601
 * @param derive as the job file's {@code data.derive}; none where all features are the table's
 * @param targets columns that are forecast
 * @param label kept from models, in {@code labels/}; null where there is none
 * @param rules for rows that do not stand on the grid one at a time; null where they do
 * @param missing what stands for missing values; null where all columns repeat the last one
 * @param statistics one for each column, of the observed values of the training span
 * @param scalers one for each column; none where {@code scale} and the statistics say it all
 * @param scaleBy whose scalers are their own, in {@code scalers/}; null where all series are scaled
 *     alike
 */
public record TableInfo(
    int format,
    List<String> key,
    List<String> columns,
    int features,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Category> categories,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> knownAhead,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> holidays,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> derive,
    List<String> targets,
    @JsonInclude(JsonInclude.Include.NON_NULL) LabelInfo label,
    ScaleSpec.Kind scale,
    List<ColumnStatistics> statistics,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ColumnScaler> scalers,
    @JsonInclude(JsonInclude.Include.NON_NULL) ScaleBy scaleBy,
    String zone,
    long originMillis,
    long stepMillis,
    int chunkRows,
    @JsonInclude(JsonInclude.Include.NON_NULL) GridRules rules,
    @JsonInclude(JsonInclude.Include.NON_NULL) MissingSpec missing,
    Spans spans,
    long seriesCount,
    long rows,
    Map<String, Long> dropped,
    String fingerprint)
    implements DataSetInfo {

  public TableInfo {
    categories = categories == null ? List.of() : List.copyOf(categories);
    knownAhead = knownAhead == null ? List.of() : List.copyOf(knownAhead);
    holidays = holidays == null ? List.of() : List.copyOf(holidays);
    derive = derive == null ? List.of() : List.copyOf(derive);
    scalers = scalers == null ? List.of() : List.copyOf(scalers); // a file may have none
  }

  /**
   * Of the observed values of the training span, in the column's own unit; std is the population's.
   */
  public record ColumnStatistics(
      String column, long observed, long missing, double mean, double std, double min, double max) {
    /** Of names, which have none: nothing is taken off them and nothing divides them. */
    static ColumnStatistics ofNames(String column, long observed, long missing) {
      return new ColumnStatistics(column, observed, missing, 0, 0, 0, 0);
    }
  }

  /**
   * @param columns of the key: series that agree in them share their scalers
   * @param groups of such series that have rows in the training span
   * @param others that have none, and are scaled as all series together
   * @param checksum of the table of scalers, as {@link GroupScalers} makes it; null in old files
   */
  public record ScaleBy(
      List<String> columns,
      long groups,
      long others,
      @JsonInclude(JsonInclude.Include.NON_NULL) String checksum) {}

  @Override
  public String kind() {
    return "a table";
  }

  @Override
  public int[] targetColumns() {
    return targets.stream().mapToInt(columns::indexOf).toArray();
  }

  @Override
  public List<String> classes() {
    return label == null ? List.of() : label.classes();
  }

  @Override
  public boolean labelsSteps() {
    return label != null && label.per() == LabelSpec.Per.STEP;
  }

  /** This data set, to be put as {@code other} is before a network: columns must be the same. */
  public TableInfo scaledLike(TableInfo other) {
    return new TableInfo(
        format,
        key,
        columns,
        features,
        other.categories,
        knownAhead,
        holidays,
        derive,
        targets,
        label,
        other.scale,
        other.statistics,
        other.scalers,
        other.scaleBy,
        zone,
        originMillis,
        stepMillis,
        chunkRows,
        rules,
        other.missing,
        spans,
        seriesCount,
        rows,
        dropped,
        fingerprint);
  }

  /** What stands for missing values of a column. */
  public Fill fill(int column) {
    boolean repeats = missing == null || categoryNames().contains(columns.get(column));
    return repeats ? Fill.LAST : missing.of(columns.get(column));
  }

  /** The columns that hold names. */
  public List<String> categoryNames() {
    return categories.stream().map(Category::column).toList();
  }

  /** How many columns, from the first, hold numbers that a network reads. */
  public int numbers() {
    return features - categories.size();
  }

  /** Features whose missing values lie on lines. */
  public int[] lines() {
    return IntStream.range(0, features).filter(c -> fill(c) == Fill.LINEAR).toArray();
  }

  /** Missing values in a row that a line bridges at most. */
  public int longestLine() {
    return missing == null ? 0 : missing.longest();
  }

  /** {@code time} of a table to be put on a grid as this one was. */
  public TimeSpec like(TimeSpec time) {
    GridRules kept = rules == null ? GridRules.PLAIN : rules;
    RowRules like = kept.rules(time.rules().order());
    return new TimeSpec(time.column(), time.format(), time.zone(), time.step(), like);
  }

  /** Names of the features that the table itself has. */
  public List<String> tableFeatures() {
    int derived = derive.stream().mapToInt(text -> DeriveSpec.of(text).names().size()).sum();
    return List.copyOf(columns.subList(0, numbers() - derived));
  }

  /** How derived features are computed for a table whose grid begins at {@code originMillis}. */
  public Derivation.Plan derivation(long originMillis) {
    return new Derivation.Plan(
        derive,
        tableFeatures(),
        List.copyOf(columns.subList(numbers(), columns.size())),
        holidays,
        zone,
        originMillis,
        stepMillis);
  }

  /** How the values of a column are scaled. */
  public ColumnScaler scaler(int column) {
    return scalers.isEmpty()
        ? ColumnScaler.plain(scale, statistics.get(column))
        : scalers.get(column);
  }

  /** Epoch milliseconds of a grid index. */
  public long millis(long gridIndex) {
    return originMillis + gridIndex * stepMillis;
  }
}
