package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.ColumnScaler;
import org.sluice.spark.score.Evaluation.Errors;
import org.sluice.spark.shard.HandMadeData;

class EvaluatorTest {
  private static final int SEASON = 2; // steps
  private static final Offset<Double> ROUNDING = within(1e-5);
  private static final PredictSpec PREDICT =
      new PredictSpec(Optional.empty(), PredictSpec.Format.PARQUET);
  private static final EvaluateSpec EVALUATE = new EvaluateSpec(Duration.ofMinutes(SEASON));

  @TempDir Path folder;

  /** Temperature rises by one each step: the last value is off by h, a season by its length. */
  private static HandMadeData line(int rows) {
    return new HandMadeData(20, 30, 40).series(0, line(0, rows));
  }

  private static float[][] line(int from, int rows) {
    float[][] values = new float[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = new float[] {(i * 7) % 5, from + i};
    }
    return values;
  }

  @Test
  void naiveForecastsOfALineHaveTheErrorsThatOneCanSee() {
    HandMadeData data = line(40);
    Evaluation evaluation = evaluate(data, SmallModels.zero(data.info(), false));
    assertThat(evaluation.windows()).isEqualTo(8); // targets in rows 30 to 39, three each
    assertThat(evaluation.targets().get(0).unit()).isCloseTo(2, ROUNDING);
    for (int h = 1; h <= 3; h++) {
      Errors last = at(evaluation, Method.LAST_VALUE, h);
      assertThat(last.count()).isEqualTo(8);
      assertThat(last.mae()).isCloseTo(h, ROUNDING);
      assertThat(last.mse()).isCloseTo(h * h, ROUNDING);
      assertThat(last.mase()).isCloseTo(h / 2.0, ROUNDING);
      // the third step's season lies ahead, so that two of them are gone back
      assertThat(at(evaluation, Method.LAST_SEASON, h).mae())
          .isCloseTo(h <= SEASON ? 2 : 4, ROUNDING);
    }
    assertThat(evaluation.errors(Method.LAST_VALUE, "temperature").rmse())
        .isCloseTo(Math.sqrt((1 + 4 + 9) / 3.0), ROUNDING);
    assertThat(evaluation.scaled().get(Method.LAST_VALUE).all().mae()).isCloseTo(2 / 4.0, ROUNDING);
  }

  @Test
  void aModelThatForecastsZeroForecastsTheMeanInTheTargetsUnit() {
    HandMadeData data = line(40);
    Evaluation evaluation = evaluate(data, SmallModels.zero(data.info(), false));
    // at the first step ahead the actual values are 30 to 37, the mean is 20
    assertThat(at(evaluation, Method.MODEL, 1).mae()).isCloseTo(13.5, ROUNDING);
  }

  @Test
  void aCenteredModelThatForecastsZeroRepeatsTheLastValue() {
    HandMadeData data = line(40);
    Evaluation evaluation = evaluate(data, SmallModels.zero(data.info(), true));
    Errors model = evaluation.errors(Method.MODEL, "temperature");
    Errors last = evaluation.errors(Method.LAST_VALUE, "temperature");
    assertThat(model.mse()).isCloseTo(last.mse(), ROUNDING);
    assertThat(model.count()).isEqualTo(last.count());
  }

  @Test
  void errorsInTheTargetsUnitAreThoseOfWhatTheLogarithmWasTakenOf() {
    ColumnScaler log = new ColumnScaler(true, 3, 0.5, 0);
    HandMadeData data = line(40).scaledBy(ColumnScaler.NONE, log);
    Evaluation evaluation = evaluate(data, SmallModels.zero(data.info(), false));

    assertThat(at(evaluation, Method.LAST_VALUE, 2).mae()).isCloseTo(2, within(1e-4));
    assertThat(at(evaluation, Method.LAST_VALUE, 2).mase()).isCloseTo(1, within(1e-4));
    // at the first step ahead the actual values are 30 to 37, the forecast is e^3 - 1
    assertThat(at(evaluation, Method.MODEL, 1).mae())
        .isCloseTo(33.5 - StrictMath.expm1(3), within(1e-4));

    HandMadeData again = line(40).scaledBy(ColumnScaler.NONE, log);
    Evaluation centered = evaluate(again, SmallModels.zero(again.info(), true));
    assertThat(at(centered, Method.MODEL, 3).mae()).isCloseTo(3, within(1e-4));
  }

  @Test
  void missingActualsDoNotCountAndMissingPastRepeatsTheLastObserved() {
    float[][] rows = line(0, 40);
    rows[35][1] = Float.NaN;
    HandMadeData data = new HandMadeData(20, 30, 40).series(0, rows);
    Evaluation evaluation = evaluate(data, SmallModels.zero(data.info(), true));
    for (Method method : Method.values()) {
      assertThat(at(evaluation, method, 1).count()).isEqualTo(7);
    }
    // only the forecast of row 36 leans on row 35, whose value is that of row 34
    assertThat(at(evaluation, Method.LAST_VALUE, 1).mae()).isCloseTo((6 * 1 + 2) / 7.0, ROUNDING);
    assertThat(at(evaluation, Method.LAST_SEASON, 1).mae())
        .isCloseTo((6 * 2 + 3) / 7.0, ROUNDING); // that of row 37
  }

  @Test
  void aSeasonThatBeginsBeforeTheSeriesFallsBackOnTheLastValue() {
    HandMadeData data =
        new HandMadeData(20, 30, 40).series(0, line(0, 20)).series(28, line(28, 12));
    Evaluation evaluation =
        new Evaluator(
                write(data, SparkTest.spark()),
                SmallModels.zero(data.info(), false),
                PREDICT,
                new EvaluateSpec(Duration.ofMinutes(8)))
            .run(SparkTest.spark());
    // windows of the second series end in rows 31 to 36; a season before the next step is there
    // from the fifth of them on
    assertThat(at(evaluation, Method.LAST_SEASON, 1).mae())
        .isCloseTo((4 * 1 + 2 * 8) / 6.0, ROUNDING);
  }

  @Test
  void everyClusterFindsTheSameFigures() {
    HandMadeData data = line(40).series(3, line(5, 37)).series(10, line(1, 30));
    Forecaster model = SmallModels.untrained(data.info(), true);
    Evaluation one = SparkTest.on("local[1]", Map.of(), spark -> evaluate(spark, data, model));
    Evaluation two = SparkTest.on("local[2]", Map.of(), spark -> evaluate(spark, data, model));
    assertThat(two).isEqualTo(one);
  }

  @Test
  void theReportIsJsonAndATable() throws IOException {
    HandMadeData data = line(40);
    Evaluation evaluation = evaluate(data, SmallModels.zero(data.info(), false));
    evaluation.write(folder.toString(), SparkTest.spark().sparkContext().hadoopConfiguration());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    JsonNode methods = json.at("/targets/0/methods");
    assertThat(json.path("format").asInt()).isEqualTo(1);
    assertThat(methods.at("/lastValue/horizons/2/mae").asDouble()).isCloseTo(3, ROUNDING);
    assertThat(json.at("/scaled/model/all/mase").isNull()).isTrue();
    assertThat(evaluation.table())
        .startsWith("Test span 1970-01-01T00:30 to 1970-01-01T00:39 UTC: 8 windows of 4 steps")
        .containsPattern("temperature, in its own unit\\R")
        .containsPattern(" 1 to 3 +last value +4.6667 +2.0000 +2.1602 +1.0000\\R");
  }

  @Test
  void aTestSpanShorterThanTheHorizonIsRefused() {
    HandMadeData data = new HandMadeData(20, 30, 32).series(0, line(0, 32));
    assertThatThrownBy(() -> evaluate(data, SmallModels.zero(data.info(), false)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("window longer than every series: training.window (4)")
        .hasMessageContaining("test span");
  }

  @Test
  void anotherTimeStepThanTheModelsIsRefused() {
    HandMadeData data = line(40);
    Forecaster model = SmallModels.zero(data.info(), false);
    assertThatThrownBy(() -> model.trained().requireStep(900_000))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.time.step must be 1m, which the model was trained with, got 15m");
  }

  private static Errors at(Evaluation evaluation, Method method, int horizon) {
    return evaluation.targets().get(0).methods().get(method).horizons().get(horizon - 1);
  }

  private Evaluation evaluate(HandMadeData data, Forecaster model) {
    return evaluate(SparkTest.spark(), data, model);
  }

  private Evaluation evaluate(SparkSession spark, HandMadeData data, Forecaster model) {
    return new Evaluator(write(data, spark), model, PREDICT, EVALUATE).run(spark);
  }

  private org.sluice.spark.prepare.PreparedDataSet write(HandMadeData data, SparkSession spark) {
    try {
      return data.write(spark, Files.createTempDirectory(folder, "data"), 3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
