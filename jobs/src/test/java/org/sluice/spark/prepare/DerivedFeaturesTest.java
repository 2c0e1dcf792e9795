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

  /** Pump a has a row each step, one of them twice, pump b every other. */
  private Specs table() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      lines.add("a," + Specs.time(row) + "," + row + "," + 2 * row);
      if (row % 2 == 0) {
        lines.add("b," + Specs.time(row) + "," + (row + 5000) + ",7");
      }
    }
    lines.add("a," + Specs.time(1023) + ",999999,1");
    return Specs.pumps(Specs.csv(folder, lines)).withFeatures("load");
  }

  private PreparedDataSet prepare(SparkSession spark, Specs specs, String name) {
    DataSpec spec = specs.deriving("load.lag.1100", "load.mean.3", "hour");
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
            "load", "load.lag.1100", "load.mean.3", "hour.sine", "hour.cosine", "heat");
    assertThat(info.features()).isEqualTo(5);
    assertThat(info.tableFeatures()).containsExactly("load");
    assertThat(info.dropped()).isEqualTo(Map.of("duplicate-time", 1L));
    int seen = 0;
    for (Row chunk : chunks(data)) {
      List<Float> values = chunk.getList(4);
      List<Boolean> observed = chunk.getList(5);
      for (int at = 0; at < values.size(); at += 6) {
        long row = chunk.getLong(2) + at / 6;
        boolean second = chunk.getInt(1) == 1;
        if (!second || row % 2 == 0) {
          float load = second ? row + 5000 : row;
          assertThat(values.get(at)).isEqualTo(load);
          assertThat(observed.get(at + 1)).isEqualTo(row >= 1100);
          assertThat(values.get(at + 1)).isEqualTo(row >= 1100 ? load - 1100 : 0);
          float steps = second ? 2 : Math.min(row, 2); // from the oldest of the mean to the row
          assertThat(values.get(at + 2)).isEqualTo(row == 0 ? load : load - steps / 2);
          assertThat(values.get(at + 5)).isEqualTo(second ? 7 : 2 * row);
          seen++;
        }
      }
    }
    assertThat(seen).isEqualTo(ROWS + ROWS / 2);
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
