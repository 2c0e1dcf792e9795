package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.RobustScaler;
import org.apache.spark.ml.feature.RobustScalerModel;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.ScaleSpec.Kind;

/**
 * Our scalers find what MLlib's find, up to rounding. Ours exist because they must be the same to
 * the bit whatever reads the table, which MLlib's do not promise.
 */
final class ScalersBesideMllibTest {
  private static final int ROWS = 4000; // half of them training
  private static final int HEATS = ROWS / 2 - ROWS / 2 / 50; // one in fifty is missing

  @TempDir Path folder;

  /** Skewed values, and such on both sides of zero with some missing. */
  private Specs table() {
    Draws draws = Draws.of(11, Purpose.SAMPLE);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double load = 100 * Math.pow(draws.uniform(2L * row), 3);
      String heat = row % 50 == 0 ? "" : Double.toString(40 * draws.uniform(2L * row + 1) - 15);
      lines.add("a," + Specs.time(row) + "," + load + "," + heat);
    }
    return Specs.pumps(Specs.csv(folder, lines));
  }

  private static Dataset<Row> training(SparkSession spark, Specs specs) {
    return spark
        .read()
        .option("header", "true")
        .csv(specs.path())
        .orderBy("time")
        .limit(ROWS / 2)
        .selectExpr("double(float(load)) as load", "double(float(heat)) as heat")
        .cache();
  }

  private TableInfo prepared(SparkSession spark, Specs specs, Kind kind) {
    ScaleSpec scale = new ScaleSpec(kind, List.of(), Optional.empty());
    return Prepare.run(spark, specs.spec(scale), folder.resolve(kind.name()).toString(), false)
        .table();
  }

  private static Dataset<Row> vectors(Dataset<Row> training, String column) {
    return new VectorAssembler()
        .setInputCols(new String[] {column})
        .setOutputCol("vector")
        .transform(training.where(col(column).isNotNull()));
  }

  @Test
  void standardRobustAndMeanAreThoseOfMllib() {
    Specs specs = table();
    // MLlib sends classes of its own through Kryo
    SparkTest.on(
        "local[2]",
        Map.of("spark.kryo.registrationRequired", "false"),
        spark -> {
          Dataset<Row> training = training(spark, specs);
          TableInfo standard = prepared(spark, specs, Kind.STANDARD);
          compareStandard(standard.scaler(0), vectors(training, "load"), ROWS / 2);
          compareStandard(standard.scaler(1), vectors(training, "heat"), HEATS);
          compareMeans(standard, training);
          TableInfo robust = prepared(spark, specs, Kind.ROBUST);
          compareRobust(robust.scaler(0), vectors(training, "load"));
          compareRobust(robust.scaler(1), vectors(training, "heat"));
          return null;
        });
  }

  private static void compareStandard(ColumnScaler ours, Dataset<Row> vectors, int rows) {
    StandardScalerModel theirs =
        new StandardScaler().setWithMean(true).setInputCol("vector").fit(vectors);
    assertThat(ours.center()).isCloseTo(theirs.mean().apply(0), within(1e-9));
    // of a sample, where ours is of the population
    double std = theirs.std().apply(0) * Math.sqrt((rows - 1.0) / rows);
    assertThat(ours.divisor()).isCloseTo(std, within(1e-9));
  }

  private static void compareMeans(TableInfo ours, Dataset<Row> training) {
    String[] columns = {"load", "heat"};
    Row theirs =
        new Imputer()
            .setInputCols(columns)
            .setOutputCols(new String[] {"load2", "heat2"})
            .fit(training)
            .surrogateDF()
            .first();
    for (int c = 0; c < columns.length; c++) {
      ColumnScaler scaler = ours.scaler(c);
      double filled = scaler.center() + scaler.divisor() * scaler.fill();
      assertThat(filled).isCloseTo(theirs.getDouble(c), within(1e-9));
    }
  }

  private static void compareRobust(ColumnScaler ours, Dataset<Row> vectors) {
    RobustScalerModel theirs =
        new RobustScaler().setRelativeError(1e-6).setInputCol("vector").fit(vectors);
    assertThat(ours.center()).isCloseTo(theirs.median().apply(0), within(1e-9));
    assertThat(ours.divisor()).isCloseTo(theirs.range().apply(0), within(1e-9));
  }
}
