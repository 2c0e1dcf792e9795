package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

/** Derived features in a prepared data set. */
final class DerivedFeaturesTest {
  private static final float NONE = Float.NaN;
  private static final int ROWS = 2500; // of a series: three blocks

  @TempDir Path folder;

  /** Pump a has a row each step, one of them twice, pump b every other, pump c two far apart. */
  private Specs table() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      lines.add("a," + Specs.time(row) + "," + row + "," + 2 * row);
      if (row % 2 == 0) {
        lines.add("b," + Specs.time(row) + "," + (row + 5000) + ",7");
      }
    }
    lines.add("a," + Specs.time(1023) + ",999999,1");
    lines.add("c," + Specs.time(100) + ",8,7");
    lines.add("c," + Specs.time(2400) + ",9,7");
    return Specs.pumps(Specs.csv(folder, lines)).withFeatures("load", "heat");
  }

  private PreparedDataSet prepare(SparkSession spark, Specs specs, String name) {
    DataSpec spec =
        specs.knowingAhead(
            List.of("load"),
            "load.lag.1100",
            "load.mean.3",
            "hour",
            "load.observed",
            "load.since.1500",
            "load.lead.1030");
    return Prepare.run(spark, spec, folder.resolve(name).toString(), false);
  }

  private static List<Row> chunks(PreparedDataSet data) {
    return data.chunks().orderBy("series", "start").collectAsList();
  }

  @Test
  void derivedColumnsStandBehindTheFeaturesAndReachOverBlocks() {
    PreparedDataSet data = prepare(SparkTest.spark(), table(), "prepared");
    TableInfo info = data.table();
    assertThat(info.columns())
        .containsExactly(
            "load",
            "heat",
            "load.lag.1100",
            "load.mean.3",
            "hour.sine",
            "hour.cosine",
            "load.observed",
            "load.since.1500",
            "load.lead.1030");
    assertThat(info.features()).isEqualTo(9);
    assertThat(info.tableFeatures()).containsExactly("load", "heat");
    assertThat(info.rows()).isEqualTo(ROWS + ROWS / 2 + 2);
    assertThat(info.dropped()).isEqualTo(Map.of("duplicate-time", 1L));
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      float mean = row == 0 ? 0 : row - Math.min(row, 2) / 2f;
      float lag = row < 1100 ? NONE : row - 1100;
      float lead = row + 1030 < ROWS ? row + 1030 : NONE;
      expected.add(line(0, row, row, 2 * row, lag, mean, 1, 0, lead));
    }
    for (int row = 0; row < ROWS - 1; row++) {
      float load = row + 5000;
      boolean there = row % 2 == 0;
      float lag = there && row >= 1100 ? load - 1100 : NONE;
      float lead = there && row + 1030 < ROWS ? load + 1030 : NONE;
      expected.add(
          there
              ? line(1, row, load, 7, lag, row == 0 ? load : load - 1, 1, 0, lead)
              : line(1, row, NONE, NONE, lag, load - 1, 0, 1, lead));
    }
    for (int row = 100; row <= 2400; row++) {
      float load = row == 100 ? 8 : row == 2400 ? 9 : NONE;
      boolean there = row == 100 || row == 2400;
      float mean = row < 103 ? 8 : row == 2400 ? 9 : NONE;
      float since = there ? 0 : Math.min(row - 100, 1500);
      float lag = row == 1200 ? 8 : NONE;
      float lead = row == 1370 ? 9 : NONE;
      expected.add(line(2, row, load, there ? 7 : NONE, lag, mean, there ? 1 : 0, since, lead));
    }
    assertThat(Cells.of(data)).isEqualTo(expected);
  }

  /**
   * As {@link Cells} writes it.
   *
   * @param values of the row but for its hour, which its time says
   */
  private static String line(int series, int row, float... values) {
    double turn = 2 * Math.PI * (row % 96) / 96;
    String split = row < ROWS / 2 ? "train" : row < ROWS * 3 / 4 ? "validation" : "test";
    StringBuilder line = new StringBuilder(split + " " + series + " " + row + ":");
    for (int i = 0; i < values.length; i++) {
      if (i == 4) {
        line.append(' ').append((float) StrictMath.sin(turn) + 0.0f);
        line.append(' ').append((float) StrictMath.cos(turn) + 0.0f);
      }
      line.append(' ').append(Float.isNaN(values[i]) ? "-" : values[i] + "");
    }
    return line.toString();
  }

  @Test
  void partitionsAndCoresLeaveNoTrace() {
    Specs specs = table();
    PreparedDataSet here = prepare(SparkTest.spark(), specs, "here");
    List<Row> there =
        SparkTest.on(
            "local[3]",
            Map.of("spark.sql.shuffle.partitions", "7"),
            spark -> chunks(prepare(spark, specs, "there")));

    assertThat(there).isEqualTo(chunks(PreparedDataSet.open(SparkTest.spark(), here.folder())));
  }

  @Test
  void whatRemainsIsATargetAloneOfWholeSeries() {
    List<String> lines =
        List.of(
            "a," + Specs.time(0) + ",1,10,train",
            "a," + Specs.time(3) + ",4,40,train",
            "b," + Specs.time(1) + ",5,50,validation",
            "b," + Specs.time(2) + ",6,60,validation",
            "c," + Specs.time(2) + ",7,70,test");
    Path table = Specs.file(folder.resolve("table.csv"), "pump,time,load,heat,part", lines);
    Specs inTime = Specs.pumps(table).withTargets("remaining.2", "heat").withFeatures("load");
    Specs specs = inTime.withSplit(Specs.byColumn("part"));
    PreparedDataSet data =
        Prepare.run(SparkTest.spark(), specs.spec(), folder.resolve("r").toString(), false);
    assertThat(data.table().columns()).containsExactly("load", "remaining.2", "heat");
    assertThat(data.table().features()).isEqualTo(1);
    assertThat(Cells.of(data))
        .containsExactly(
            "train 0 0: 1.0 2.0 10.0",
            "train 0 1: - 2.0 -",
            "train 0 2: - 1.0 -",
            "train 0 3: 4.0 0.0 40.0",
            "validation 1 1: 5.0 1.0 50.0",
            "validation 1 2: 6.0 0.0 60.0",
            "test 2 2: 7.0 0.0 70.0");
    assertThatThrownBy(() -> specs.withFeatures("load", "remaining.2").spec())
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.features names remaining.2, which tells where a series ends; name it in"
                + " data.targets alone");
    assertThatThrownBy(inTime::spec)
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.targets names remaining.2, which counts to the end of a series, but data.split"
                + " cuts series at times; give whole series to the spans with data.split.by = key"
                + " or data.split.column");
  }

  @Test
  void whatCannotBeDerivedIsRefused() {
    assertThatThrownBy(() -> table().deriving("flow.lag.1"))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.derive names the column flow, which is not in data.features (load, heat)");
    assertThatThrownBy(() -> table().deriving("hour", "hour"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.derive names the column hour.sine twice; leave one out");
    assertThatThrownBy(() -> table().withTargets("load.lag.9").deriving("load.lag.9"))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.derive makes the column load.lag.9, which the table has too; leave one out");
    assertThatThrownBy(() -> table().deriving("load.lead.2"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.derive = load.lead.2 looks at rows to come");
    assertThatThrownBy(() -> table().knowingAhead(List.of("heat")))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.knownAhead names the column heat, which is in data.targets; a target is not known"
                + " ahead");
  }
}
