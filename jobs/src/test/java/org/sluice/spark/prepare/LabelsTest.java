package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.LabelInfo.Counts;
import org.sluice.spark.prepare.LabelSpec.Per;
import org.sluice.spark.prepare.LabelSpec.Use;

/** Labels of steps and of series, kept apart from what models read. */
final class LabelsTest {
  private static final List<String> OF_A =
      List.of("ok", "worn", "ok", "", "broken", "ok", " worn ", "ok");
  private static final List<String> OF_B = List.of("worn", "ok", "ok", "ok", "", "ok", "ok");

  @TempDir Path folder;

  /** Rows 0 to 7 of pump a, 0 to 6 of b; train is 0 to 3, validation 4 and 5, test 6 and 7. */
  private Specs table() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 8; row++) {
      lines.add("a," + Specs.time(row) + ",1,2," + OF_A.get(row) + ",x");
      if (row < 7) {
        lines.add("b," + Specs.time(row) + ",3,4," + OF_B.get(row) + (row == 2 ? "," : ",y"));
      }
    }
    lines.add("a," + Specs.time(7) + ",0.5,2,worn,x"); // the first of two, by its values
    return Specs.pumps(
        Specs.file(folder.resolve("table.csv"), "pump,time,load,heat,state,kind", lines));
  }

  private static LabelSpec label(String column, Per per, Use use, String normal) {
    return new LabelSpec(
        column, Optional.of(per), Optional.of(use), Optional.ofNullable(normal), Optional.empty());
  }

  private PreparedDataSet run(DataSpec spec, String name) {
    return run(SparkTest.spark(), spec, name);
  }

  private PreparedDataSet run(SparkSession spark, DataSpec spec, String name) {
    return Prepare.run(spark, spec, folder.resolve(name).toString(), false);
  }

  private static List<String> labels(PreparedDataSet data) {
    return data.labels().orderBy("series", "start").collectAsList().stream()
        .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + ": " + row.getList(3))
        .toList();
  }

  private void refused(DataSpec spec, String message) {
    assertThatThrownBy(() -> run(spec, "refused"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aClassOfEachStepStandsBesideTheChunksWhateverTheCluster() {
    LabelSpec state =
        new LabelSpec(
            "state", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    PreparedDataSet data = run(table().labelled(state), "one");

    List<String> expected =
        List.of(
            "train 0 0: [0, 1, 0, -2]",
            "validation 0 4: [-1, 0]",
            "test 0 6: [1, 1]",
            "train 1 0: [1, 0, 0, 0]",
            "validation 1 4: [-2, 0]",
            "test 1 6: [0]");
    assertThat(labels(data)).isEqualTo(expected);
    Map<String, Counts> counts =
        Map.of(
            "train", new Counts(List.of(5L, 2L), 0, 1),
            "validation", new Counts(List.of(2L, 0L), 1, 1),
            "test", new Counts(List.of(1L, 2L), 0, 0));
    LabelInfo info =
        new LabelInfo("state", Per.STEP, Use.CLASS, List.of("ok", "worn"), false, counts);
    assertThat(data.table().label()).isEqualTo(info);
    assertThat(Summary.of(data))
        .contains("label state, a class of each step, kept from models:")
        .contains("  validation  ok 2, worn 0, unseen in training 1, missing 1");

    PreparedDataSet plain = run(table().spec(), "plain");
    assertThat(Cells.of(data)).isEqualTo(Cells.of(plain));
    assertThat(data.table().columns()).isEqualTo(plain.table().columns());
    assertThat(data.table().statistics()).isEqualTo(plain.table().statistics());
    assertThat(plain.table().label()).isNull();

    SparkTest.on(
        "local[3]",
        Map.of("spark.sql.shuffle.partitions", "7", "spark.sql.files.maxPartitionBytes", "64"),
        spark -> {
          PreparedDataSet seven = run(spark, table().labelled(state, "load.lag.1"), "seven");
          assertThat(labels(seven)).isEqualTo(expected);
          return assertThat(seven.table().label()).isEqualTo(info);
        });
  }

  @Test
  void aSeriesHasOneLabel() {
    PreparedDataSet data =
        run(table().labelled(label("kind", Per.SEQUENCE, Use.CLASS, null)), "series");
    Counts both = new Counts(List.of(1L, 1L), 0, 0);
    assertThat(data.table().label().classes()).containsExactly("x", "y");
    assertThat(data.table().label().counts())
        .isEqualTo(Map.of("train", both, "validation", both, "test", both));

    refused(
        table().labelled(label("state", Per.SEQUENCE, Use.CLASS, null)),
        "data.label.column = state says more than one thing in the one series (a), but"
            + " data.label.per is sequence; mend the table");
  }

  @Test
  void aStepIsAnAnomalyIfAnyRowOfItIs() {
    Specs halves =
        table()
            .withTime(
                new TimeSpec(
                    "time",
                    Optional.of("yyyy-MM-dd HH:mm"),
                    "UTC",
                    Duration.ofMinutes(30),
                    new RowRules(
                        Optional.of(RowRules.Resample.MEAN),
                        RowRules.Duplicates.MEAN,
                        Optional.empty(),
                        Optional.empty())));
    PreparedDataSet data =
        run(halves.labelled(label("state", Per.STEP, Use.ANOMALY, "ok")), "halves");

    assertThat(data.table().label().classes()).containsExactly("normal", "anomaly");
    assertThat(labels(data))
        .containsExactly(
            "train 0 0: [1, 0]",
            "validation 0 2: [1]",
            "test 0 3: [1]",
            "train 1 0: [1, 0]",
            "validation 1 2: [0]",
            "test 1 3: [0]");
    refused(
        table().labelled(label("state", Per.STEP, Use.ANOMALY, null)),
        "data.label.column = state must say 0 or 1, or false or true, where data.label.use is"
            + " anomaly, but says broken;");
  }

  @Test
  void aLabelThatKnowsTheAnswerIsRefused() {
    assertThatThrownBy(() -> table().labelled(label("heat", Per.STEP, Use.CLASS, null)))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.label.column names the column heat, which data.features names too; a label is kept"
                + " from models, so name it once");
    assertThatThrownBy(() -> label("state", Per.STEP, Use.CLASS, "ok"))
        .hasMessage(
            "data.label.normal (ok) is for data.label.use = anomaly; give that too or leave it out");
    refused(
        table().labelled(label("stat", Per.STEP, Use.CLASS, null)),
        "data.label.column names the column stat, which the table lacks; did you mean state?");
  }
}
