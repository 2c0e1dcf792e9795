package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.ScaleSpec.Kind;

/** What a job file asks for in {@code data.scale}, fitted to a table. */
final class ScalingTest {
  private static final int ROWS = 4000; // half of them training

  @TempDir Path folder;

  private static ScaleSpec each(Kind kind, List<String> log, String load, String heat) {
    return new ScaleSpec(kind, log, Optional.of(Map.of("load", load, "heat", heat)));
  }

  /** A pump whose load is below 100 and not negative, its heat both; one in fifty is missing. */
  private Specs table() {
    Draws draws = Draws.of(7, Purpose.SAMPLE);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double load = 100 * Math.pow(draws.uniform(2L * row), 3);
      String heat = row % 50 == 0 ? "" : Double.toString(40 * draws.uniform(2L * row + 1) - 20);
      lines.add("a," + Specs.time(row) + "," + load + "," + heat);
    }
    return Specs.pumps(Specs.csv(folder, lines));
  }

  private PreparedDataSet prepare(Specs specs, ScaleSpec scale, String name) {
    return prepare(SparkTest.spark(), specs, scale, name);
  }

  private PreparedDataSet prepare(SparkSession spark, Specs specs, ScaleSpec scale, String name) {
    return Prepare.run(spark, specs.spec(scale), folder.resolve(name).toString(), false);
  }

  private Row spark(Specs specs, String... expressions) {
    return SparkTest.spark()
        .read()
        .option("header", "true")
        .csv(specs.path())
        .orderBy("time")
        .limit(ROWS / 2)
        .selectExpr("cast(load as float) as load", "cast(heat as float) as heat")
        .selectExpr(expressions)
        .first();
  }

  @Test
  void eachColumnIsScaledItsOwnWayAsSparkFindsIt() {
    Specs specs = table();
    TableInfo robust =
        prepare(specs, each(Kind.STANDARD, List.of("load"), "standard", "robust"), "a").table();
    TableInfo between =
        prepare(specs, each(Kind.ROBUST, List.of("load"), "min-max", "none"), "b").table();
    Row expected =
        spark(
            specs,
            "avg(log1p(load))",
            "stddev_pop(log1p(load))",
            "percentile(heat, array(0.25, 0.5, 0.75))",
            "log1p(min(load))",
            "log1p(max(load))",
            "avg(heat)");
    List<Double> quartiles = expected.getList(2);

    ColumnScaler load = robust.scaler(0);
    assertThat(load.log()).isTrue();
    assertThat(load.center()).isCloseTo(expected.getDouble(0), within(1e-6));
    assertThat(load.divisor()).isCloseTo(expected.getDouble(1), within(1e-6));
    assertThat(load.fill()).isZero();

    ColumnScaler heat = robust.scaler(1);
    assertThat(heat.log()).isFalse();
    assertThat(heat.center()).isCloseTo(quartiles.get(1), within(0.05));
    assertThat(heat.divisor()).isCloseTo(quartiles.get(2) - quartiles.get(0), within(0.05));

    assertThat(between.scaler(0).center()).isCloseTo(expected.getDouble(3), within(1e-6));
    assertThat(between.scaler(0).divisor())
        .isCloseTo(expected.getDouble(4) - expected.getDouble(3), within(1e-6));
    assertThat(between.scaler(1))
        .isEqualTo(new ColumnScaler(false, 0, 1, (float) expected.getDouble(5)));
  }

  @Test
  void aQuartileIsTheLeastValueThatAQuarterDoesNotExceed() {
    List<String> lines = new ArrayList<>();
    double[] loads = {5, -3, 0, 8, 1e-30, -7, 2, 2, 99, 99, 99, 99};
    for (int row = 0; row < loads.length; row++) {
      lines.add("a," + Specs.time(row) + "," + loads[row] + "," + (row < 8 ? 3 : 4));
    }
    Specs specs =
        Specs.pumps(Specs.csv(folder, lines)).withSplit(SplitSpec.fractions(0.67, 0.17, 0.16));
    TableInfo info = prepare(specs, new ScaleSpec(Kind.ROBUST), "q").table();

    // -7 -3 0 1e-30 2 2 5 8
    assertThat(info.scaler(0)).isEqualTo(new ColumnScaler(false, 1e-30f, 2 - -3, 0));
    assertThat(info.scaler(1)).isEqualTo(new ColumnScaler(false, 3, 1, 0));
  }

  @Test
  void partitionsAndCoresLeaveNoTrace() {
    Specs specs = table();
    ScaleSpec scale = each(Kind.NONE, List.of("load"), "robust", "robust");
    List<ColumnScaler> scalers =
        SparkTest.on(
            "local[3]",
            Map.of("spark.sql.shuffle.partitions", "7"),
            spark -> prepare(spark, specs, scale, "three").table().scalers());

    assertThat(scalers).isEqualTo(prepare(specs, scale, "one").table().scalers());
  }

  @Test
  void theFileSaysNothingOfScalersThatStatisticsImply() {
    Specs specs = table();
    PreparedDataSet plain = prepare(specs, ScaleSpec.STANDARD, "plain");
    String json = new String(Manifest.write(plain.info()), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("scalers").contains("\"scale\" : \"STANDARD\"");
    TableInfo.ColumnStatistics load = plain.table().statistics().get(0);
    assertThat(plain.table().scaler(0))
        .isEqualTo(new ColumnScaler(false, load.mean(), load.std(), 0));

    PreparedDataSet robust = prepare(specs, new ScaleSpec(Kind.ROBUST), "robust");
    assertThat(PreparedDataSet.open(SparkTest.spark(), robust.folder()).info())
        .isEqualTo(robust.info());
    assertThat(robust.info().fingerprint()).isNotEqualTo(plain.info().fingerprint());
    assertThat(Summary.of(robust)).contains("load is scaled as (x - ");
  }

  @Test
  void aColumnWithoutALogarithmIsRefused() {
    assertThatThrownBy(
            () ->
                prepare(table(), new ScaleSpec(Kind.NONE, List.of("heat"), Optional.empty()), "x"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "data.scale.log names the column heat, whose least value in the training span is -19.9")
        .hasMessageEndingWith("log(1 + x) needs values above -1");
  }

  @Test
  void columnsAndKindsThatDoNotExistAreRefused() {
    assertThatThrownBy(
            () ->
                table().spec(new ScaleSpec(Kind.NONE, List.of(), Optional.of(Map.of("z", "none")))))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.scale.columns names the column z, which is neither in data.features nor in"
                + " data.targets (load, heat)");
    assertThatThrownBy(
            () -> new ScaleSpec(Kind.NONE, List.of(), Optional.of(Map.of("load", "some"))))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.scale.columns.load must be");
  }
}
