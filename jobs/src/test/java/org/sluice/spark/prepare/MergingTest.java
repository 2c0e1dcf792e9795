package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

final class MergingTest {
  private static final float NONE = Float.NaN;

  private static Reading reading(int series, long index, long time, int column, float... values) {
    Reading reading = new Reading();
    reading.setSeries(series);
    reading.setIndex(index);
    reading.setTime(time);
    reading.setColumn(column);
    reading.setValues(values);
    return reading;
  }

  /** A line for each step: {@code series index rows [values]}. */
  private static List<String> merged(
      Duplicates duplicates, Resample resample, Reading... readings) {
    return merged(new Merging<>(duplicates, resample, new boolean[2]), readings);
  }

  private static List<String> merged(Merging<Reading> merging, Reading... readings) {
    List<String> lines = new ArrayList<>();
    merging
        .call(List.of(readings).iterator())
        .forEachRemaining(
            step ->
                lines.add(
                    String.format(
                        "%d %d %d [%s, %s]",
                        step.getSeries(),
                        step.getIndex(),
                        step.getRows(),
                        step.getValues()[0],
                        step.getValues()[1])));
    return lines;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MEAN  | [2.0, 20.0]",
        "LAST  | [3.0, 10.0]",
        "MIN   | [1.0, 10.0]",
        "MAX   | [3.0, 30.0]",
        "SUM   | [6.0, 40.0]",
        "COUNT | [3.0, 2.0]"
      })
  void theRowsOfAStepBecomeOne(Resample resample, String values) {
    assertThat(
            merged(
                Duplicates.FIRST,
                resample,
                reading(0, 4, 1, 0, 1, 30),
                reading(0, 4, 2, 0, 2, 10),
                reading(0, 4, 3, 0, 3, NONE),
                reading(1, 4, 3, 0, 9, 9)))
        .hasSize(2)
        .first()
        .isEqualTo("0 4 3 " + values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FIRST | [1.0, 10.0]",
        "ERROR | [1.0, 10.0]",
        "LAST  | [4.0, NaN]",
        "MEAN  | [2.0, 15.0]",
        "MIN   | [1.0, 10.0]",
        "MAX   | [4.0, 20.0]"
      })
  void theRowsOfATimeBecomeOne(Duplicates duplicates, String values) {
    assertThat(
            merged(
                duplicates,
                Resample.LAST,
                reading(0, 4, 0, 0, 1, 10),
                reading(0, 4, 0, 0, 1, 20),
                reading(0, 4, 0, 0, 4, NONE),
                reading(0, 5, 0, 0, 9, 9)))
        .containsExactly("0 4 1 " + values, "0 5 1 [9.0, 9.0]");
  }

  @ParameterizedTest
  @CsvSource({"MEAN,MEAN", "MIN,MIN", "MAX,SUM", "FIRST,COUNT"})
  void ofNamesTheLastOneStays(Duplicates duplicates, Resample resample) {
    assertThat(
            merged(
                new Merging<>(duplicates, resample, new boolean[] {false, true}),
                reading(0, 4, 1, 0, 1, 7),
                reading(0, 4, 2, 0, 1, 9),
                reading(0, 4, 2, 0, 1, duplicates == Duplicates.FIRST ? 8 : 5),
                reading(0, 4, 3, 0, 1, NONE)))
        .singleElement()
        .asString()
        .endsWith(duplicates == Duplicates.FIRST ? ", 9.0]" : ", 5.0]");
  }

  @Test
  void duplicatesAreMergedBeforeStepsAre() {
    assertThat(
            merged(
                Duplicates.MEAN,
                Resample.SUM,
                reading(0, 4, 1, 0, 2, NONE),
                reading(0, 4, 1, 0, 4, NONE),
                reading(0, 4, 2, 0, 10, NONE)))
        .containsExactly("0 4 2 [13.0, NaN]");
  }

  @Test
  void theValuesOfTheLongFormBecomeOneRow() {
    assertThat(
            merged(
                Duplicates.MAX,
                Resample.LAST,
                reading(0, 4, 0, 0, 1),
                reading(0, 4, 0, 0, 3),
                reading(0, 4, 0, 1, 7),
                reading(0, 5, 0, 1, 8)))
        .containsExactly("0 4 2 [3.0, 7.0]", "0 5 1 [NaN, 8.0]");
  }

  @Test
  void sumsAreTakenInDoubleAndWhatNoFloatHoldsIsMissing() {
    assertThat(
            merged(
                Duplicates.FIRST,
                Resample.SUM,
                reading(0, 4, 1, 0, 1e8f, 3e38f),
                reading(0, 4, 2, 0, 1, 3e38f),
                reading(0, 4, 3, 0, -1e8f, NONE)))
        .containsExactly("0 4 3 [1.0, NaN]");
  }
}
