package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

/**
 * The column of {@code data.label} on its way into {@code labels/}. It goes beside the columns that
 * models read: with the rows they come from, but in a pass and a table of its own.
 */
final class Labels {
  private static final Object[] NO = {"0", "0.0", "false"};
  private static final Object[] YES = {"1", "1.0", "true"};

  private final DataSpec spec;
  private final LabelSpec label;
  private final Tables tables;
  private final DataSetInfo.Spans spans;

  private Labels(DataSpec spec, Tables tables, DataSetInfo.Spans spans) {
    this.spec = spec;
    this.label = spec.label().orElseThrow();
    this.tables = tables;
    this.spans = spans;
  }

  /**
   * Writes {@code labels/}; nothing, and null, where the settings name no label.
   *
   * @param table as {@link Table} gives it
   * @throws org.sluice.engine.base.SluiceException if a label is not what the settings say
   */
  static LabelInfo write(
      DataSpec spec, Dataset<Row> table, Grid grid, Tables tables, DataSetInfo.Spans spans) {
    return spec.label().isEmpty() ? null : new Labels(spec, tables, spans).write(table, grid);
  }

  private LabelInfo write(Dataset<Row> table, Grid grid) {
    List<String> classes = label.tellsAnomalies() ? LabelInfo.ANOMALY : classes(table, grid);
    if (label.tellsAnomalies() && label.normal().isEmpty()) {
      requireFlags(table.where(Survey.onGrid(grid)));
    }
    Column number =
        label.tellsAnomalies() ? flag() : new KindEncoder(classes).apply(text()).minus(1);
    Column values = concat(col("values"), array(number.cast(DataTypes.FloatType)));
    tables.writeLabels(table.withColumn("values", values), grid, spec, merging(), spans);
    Dataset<Row> steps = steps();
    return new LabelInfo(
        label.column(),
        label.per().orElse(LabelSpec.Per.STEP),
        label.use().orElse(LabelSpec.Use.CLASS),
        classes,
        label.leavesOut(),
        counts(label.isOfSeries() ? ofSeries(steps) : steps, classes.size()));
  }

  private static Column text() {
    return col("label");
  }

  /** A series counts once where it has one label. */
  private List<String> classes(Dataset<Row> table, Grid grid) {
    Dataset<Row> rows =
        KindsFit.training(table, grid, spans, tables.series())
            .select(col("key"), array(text()).as("names"));
    return KindsFit.of(
            label.isOfSeries() ? rows.distinct() : rows,
            "data.label.column",
            List.of(label.column()))
        .get(0);
  }

  private void requireFlags(Dataset<Row> rows) {
    Column known = lower(text()).isin(NO).or(lower(text()).isin(YES));
    Optional<Row> other =
        rows.where(not(known)).select(min(text())).collectAsList().stream()
            .filter(row -> !row.isNullAt(0))
            .findFirst();
    Require.that(
        other.isEmpty(),
        "data.label.column = %s must say 0 or 1, or false or true, where data.label.use is anomaly,"
            + " but says %s; name the value that is no anomaly in data.label.normal",
        label.column(),
        other.map(row -> row.getString(0)).orElse(null));
  }

  private Column flag() {
    Column normal =
        label
            .normal()
            .map(
                value ->
                    text()
                        .equalTo(value)
                        .or(coalesce(number(text()).equalTo(number(lit(value))), lit(false))))
            .orElse(lower(text()).isin(NO));
    return when(text().isNotNull(), when(normal, 0f).otherwise((float) LabelInfo.IS_ANOMALY))
        .otherwise(Float.NaN);
  }

  private static Column number(Column text) {
    return text.try_cast(DataTypes.DoubleType);
  }

  /** Where rows become one, so do their labels: the last class, or an anomaly if any is one. */
  private Merging<Reading> merging() {
    RowRules rules = spec.time().rules();
    boolean[] last = new boolean[spec.columns().size() + 1];
    if (!label.tellsAnomalies()) {
      Arrays.fill(last, true);
      return new Merging<>(rules.duplicates(), rules.resample().orElse(Resample.LAST), last);
    }
    boolean whole =
        List.of(Duplicates.FIRST, Duplicates.LAST, Duplicates.ERROR).contains(rules.duplicates());
    return new Merging<>(whole ? rules.duplicates() : Duplicates.MAX, Resample.MAX, last);
  }

  /** Readings, one for each step, without what stands before the label. */
  static Iterator<Reading> alone(Iterator<Reading> readings) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return readings.hasNext();
      }

      @Override
      public Reading next() {
        Reading reading = readings.next();
        float[] values = reading.getValues();
        reading.setValues(new float[] {values[values.length - 1]});
        return reading;
      }
    };
  }

  /** {@code split string, series int, label int}: a row for each step inside its span. */
  private Dataset<Row> steps() {
    Column index = col("start").plus(col("pos"));
    return tables
        .labels()
        .select(col("split"), col("series"), col("start"), posexplode(col("labels")))
        .where(
            when(col("split").equalTo(Split.TRAIN.toString()), index.lt(spans.trainEnd()))
                .when(
                    col("split").equalTo(Split.VALIDATION.toString()),
                    index.lt(spans.validationEnd()))
                .otherwise(true))
        .select(col("split"), col("series"), col("col").as("label"));
  }

  /**
   * A row for each series and span.
   *
   * @throws org.sluice.engine.base.SluiceException if a series has two labels
   */
  private Dataset<Row> ofSeries(Dataset<Row> steps) {
    Column known = when(col("label").notEqual(LabelInfo.MISSING), col("label"));
    Optional<Row> torn =
        steps
            .groupBy("series")
            .agg(min(known).as("least"), max(known).as("most"))
            .where(col("least").notEqual(col("most")))
            .join(broadcast(tables.series()), "series")
            .orderBy("series")
            .limit(1)
            .collectAsList()
            .stream()
            .findFirst();
    Require.that(
        torn.isEmpty(),
        "data.label.column = %s says more than one thing in the one series (%s), but data.label.per is"
            + " sequence; mend the table, make it one of data.key too, or set data.label.per = step",
        label.column(),
        torn.map(row -> String.join(", ", row.<String>getList(row.fieldIndex("key"))))
            .orElse(null));
    return steps.groupBy("split", "series").agg(max("label").as("label"));
  }

  private static Map<String, LabelInfo.Counts> counts(Dataset<Row> labels, int classes) {
    Map<String, long[]> found = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      found.put(split.toString(), new long[classes - LabelInfo.MISSING]);
    }
    for (Row row : labels.groupBy("split", "label").agg(count(lit(1))).collectAsList()) {
      found.get(row.getString(0))[row.getInt(1) - LabelInfo.MISSING] = row.getLong(2);
    }
    Map<String, LabelInfo.Counts> counts = new LinkedHashMap<>();
    found.forEach(
        (split, n) -> {
          List<Long> each = new ArrayList<>();
          Arrays.stream(n).skip(-LabelInfo.MISSING).forEach(each::add);
          long unseen = n[LabelInfo.UNSEEN - LabelInfo.MISSING];
          counts.put(split, new LabelInfo.Counts(each, unseen, n[0]));
        });
    return counts;
  }
}
