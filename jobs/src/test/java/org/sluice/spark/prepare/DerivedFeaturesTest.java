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
    return Specs.pumps(Specs.csv(folder, lines)).withFeatures("load");
  }

  private PreparedDataSet prepare(SparkSession spark, Specs specs, String name) {
    DataSpec spec =
        specs.deriving("load.lag.1100", "load.mean.3", "hour", "load.observed", "load.since.1500");
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
            "load.lag.1100",
            "load.mean.3",
            "hour.sine",
            "hour.cosine",
            "load.observed",
            "load.since.1500",
            "heat");
    assertThat(info.features()).isEqualTo(7);
    assertThat(info.tableFeatures()).containsExactly("load");
    assertThat(info.rows()).isEqualTo(ROWS + ROWS / 2 + 2);
    assertThat(info.dropped()).isEqualTo(Map.of("duplicate-time", 1L));
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      String mean = row == 0 ? "0.0" : row - Math.min(row, 2) / 2f + "";
      String lag = row < 1100 ? "-" : row - 1100f + "";
      expected.add(line(0, row, row + 0f + "", lag, mean, "1.0", "0.0", 2f * row + ""));
    }
    for (int row = 0; row < ROWS - 1; row++) {
      float load = row + 5000f;
      String lag = row < 1100 || row % 2 == 1 ? "-" : load - 1100 + "";
      expected.add(
          row % 2 == 1
              ? line(1, row, "-", lag, load - 1 + "", "0.0", "1.0", "-")
              : line(1, row, load + "", lag, load - (row > 0 ? 1 : 0) + "", "1.0", "0.0", "7.0"));
    }
    for (int row = 100; row <= 2400; row++) {
      String own = row == 100 ? "8.0" : row == 2400 ? "9.0" : "-";
      String mean = row < 103 ? "8.0" : row == 2400 ? "9.0" : "-";
      String since = own.equals("-") ? Math.min(row - 100, 1500) + ".0" : "0.0";
      String heat = own.equals("-") ? "-" : "7.0";
      String lag = row == 1200 ? "8.0" : "-";
      expected.add(line(2, row, own, lag, mean, own.equals("-") ? "0.0" : "1.0", since, heat));
    }
    assertThat(Cells.of(data)).isEqualTo(expected);
  }

  /** As {@link Cells} writes it; the hour is the one that the row's time says. */
  private static String line(
      int series, int row, String load, String lag, String mean, String... behind) {
    double turn = 2 * Math.PI * (row % 96) / 96;
    String split = row < ROWS / 2 ? "train" : row < ROWS * 3 / 4 ? "validation" : "test";
    return String.join(
        " ",
        split,
        series + "",
        row + ":",
        load,
        lag,
        mean,
        (float) StrictMath.sin(turn) + 0.0f + "",
        (float) StrictMath.cos(turn) + 0.0f + "",
        String.join(" ", behind));
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
  void whatCannotBeDerivedIsRefused() {
    assertThatThrownBy(() -> table().deriving("flow.lag.1"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.derive names the column flow, which is not in data.features (load)");
    assertThatThrownBy(() -> table().deriving("hour", "hour"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.derive names the column hour.sine twice; leave one out");
    assertThatThrownBy(() -> table().withTargets("load.lag.9").deriving("load.lag.9"))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.derive makes the column load.lag.9, which the table has too; leave one out");
  }
}
