package org.sluice.spark.score;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.Derivation;
import org.sluice.spark.prepare.GroupScalers;
import org.sluice.spark.prepare.TableEnds;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Scaling;

/**
 * Forecasts beyond the last row of each series of a table, the one the model was trained on or
 * another. Columns of the result are those of {@link ForecastColumns}.
 */
public final class Predictor {
  private static final Logger LOG = LoggerFactory.getLogger(Predictor.class);
  private static final Column ROWS = col("last").minus(col("first")).plus(1);
  private static final int EXAMPLES = 5;
  private static final int SERIES_OF_A_TASK = 512;
  private static final int MOST_TASKS = 1024;

  private final DataSpec table;
  private final Forecaster forecaster;
  private final PredictSpec spec;
  private final int context;

  /**
   * @param data where the table is and how its time is read; key, features and time step must be
   *     the model's, everything else comes from the model
   * @throws SluiceException if they are not
   */
  public Predictor(DataSpec data, Forecaster forecaster, PredictSpec spec) {
    this.forecaster = forecaster;
    this.spec = spec;
    table = likeTrained(data, forecaster);
    context = spec.steps(forecaster.preprocessing().window());
  }

  /** Targets are read only where windows are measured from their last row. */
  private static DataSpec likeTrained(DataSpec data, Forecaster forecaster) {
    Preprocessing preprocessing = forecaster.preprocessing();
    TableInfo trained = preprocessing.table();
    return forecaster
        .trained()
        .spec(
            data,
            Optional.empty(),
            List.of(), // the model's are computed of the rows that are read
            preprocessing.centered() ? trained.targets() : anyObserved(trained));
  }

  /** A feature in the place of targets, which must be some. */
  private static List<String> anyObserved(TableInfo trained) {
    return trained.tableFeatures().stream()
        .filter(name -> !trained.knownAhead().contains(name))
        .limit(1)
        .toList();
  }

  /**
   * Writes the forecasts below {@code folder}, any Hadoop path. Series with fewer rows than the
   * model's context are left out, counted and named.
   *
   * @param overwrite whether forecasts that are there already are replaced
   * @throws SluiceException if the table cannot be used, all its series are too short, or the
   *     folder exists
   */
  public Predictions run(SparkSession spark, String folder, boolean overwrite) {
    PredictionFiles files = new PredictionFiles(folder, spec.format());
    files.requireFree(spark, overwrite);
    TableInfo trained = forecaster.preprocessing().table();
    if (trained.scaleBy() != null) {
      GroupScalers.requireIntact(spark, trained, forecaster.folder());
    }
    try (TableEnds ends = open(spark)) {
      Row counts =
          ends.series()
              .agg(count(lit(1)), count(when(ROWS.lt(context), 1)), coalesce(max(ROWS), lit(0L)))
              .first();
      long tooShort = counts.getLong(1);
      long series = counts.getLong(0) - tooShort;
      requireSome(series, counts.getLong(2));
      write(ends, series, files);
      Predictions made = report(ends, folder, series, tooShort);
      if (tooShort > 0) {
        LOG.warn(
            "no forecast for {} series with fewer than {} rows ({}), such as {}",
            tooShort,
            context,
            spec.setting(),
            made.examples());
      }
      return made;
    }
  }

  private TableEnds open(SparkSession spark) {
    try {
      return TableEnds.open(spark, table, forecaster.preprocessing().table().categories());
    } catch (SluiceException e) {
      if (e.getMessage().startsWith("data.targets names the column")) {
        throw new SluiceException(
            e.getMessage()
                + "; the model measures each window from its last row (model.center = last) and so"
                + " needs its targets' past",
            e);
      }
      throw e;
    }
  }

  private void requireSome(long series, long longest) {
    Require.that(
        series > 0,
        "%s (%d) needs as many rows of a series, but the longest series of %s has %d; choose a"
            + " smaller predict.context or give more rows",
        spec.setting(),
        context,
        table.source().place(),
        longest);
  }

  private void write(TableEnds ends, long series, PredictionFiles files) {
    TableInfo trained = forecaster.preprocessing().table();
    JavaSparkContext cluster = JavaSparkContext.fromSparkContext(ends.session().sparkContext());
    Broadcast<float[]> theta = cluster.broadcast(forecaster.theta());
    try {
      ForecastPlan plan =
          new ForecastPlan(
              forecaster.network(),
              theta,
              Scaling.of(trained),
              forecaster.preprocessing().framing(context, 1),
              trained.targets(),
              trained.derivation(ends.originMillis()));
      files.save(forecasts(ends, plan, series), table.time().zone());
    } finally {
      theta.destroy();
    }
  }

  private Dataset<Row> forecasts(TableEnds ends, ForecastPlan plan, long series) {
    int tasks = (int) Math.min(MOST_TASKS, 1 + series / SERIES_OF_A_TASK);
    Derivation.Plan derivation = plan.derivation();
    long past = derivation.lookback() + plan.lead() + context;
    return scaled(ends.lastRows(past, derivation.lookahead(), context, tasks))
        .as(Encoders.bean(LastRow.class))
        .mapPartitions(
            new SeriesForecasts(plan), Encoders.row(ForecastColumns.schema(table.key())));
  }

  /** With the scalers of each one's series, null where it has none of its own. */
  private Dataset<Row> scaled(Dataset<Row> rows) {
    TableInfo trained = forecaster.preprocessing().table();
    return trained.scaleBy() == null
        ? rows.withColumn("center", lit(null).cast("array<double>"))
            .withColumn("divisor", lit(null).cast("array<double>"))
            .withColumn("fill", lit(null).cast("array<float>"))
        : GroupScalers.joined(rows, trained, forecaster.folder());
  }

  /** How many of the forecast series are scaled as all because their group has no scalers. */
  private long scaledAsAll(TableEnds ends) {
    return forecaster.preprocessing().table().scaleBy() == null
        ? 0
        : scaled(ends.series().where(ROWS.geq(context))).where(col("center").isNull()).count();
  }

  private Predictions report(TableEnds ends, String folder, long series, long tooShort) {
    List<String> examples =
        ends
            .series()
            .where(ROWS.lt(context))
            .orderBy("key")
            .limit(EXAMPLES)
            .collectAsList()
            .stream()
            .map(row -> String.join(", ", row.<String>getList(0)))
            .toList();
    TableInfo trained = forecaster.preprocessing().table();
    int ahead = trained.derivation(ends.originMillis()).lookahead();
    return new Predictions(
        folder,
        series,
        forecaster.preprocessing().horizon(),
        trained.targets(),
        tooShort,
        examples,
        scaledAsAll(ends),
        ends.endingBefore(ahead, context),
        ends.unknown(),
        ends.dropped());
  }
}
