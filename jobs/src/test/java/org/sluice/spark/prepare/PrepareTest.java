package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;

final class PrepareTest {
  @TempDir Path folder;

  private PreparedDataSet prepare(Specs specs) {
    return Prepare.run(
        SparkTest.spark(), specs.spec(), folder.resolve("prepared").toString(), false);
  }

  private Specs pumps(List<String> lines) {
    return Specs.pumps(Specs.csv(folder, lines));
  }

  /** One line for each grid row of a chunk set: {@code split series index: value value}. */
  private static List<String> cells(PreparedDataSet data) {
    List<String> cells = new ArrayList<>();
    int columns = data.info().columns().size();
    for (Row chunk : data.chunks().orderBy("series", "start").collectAsList()) {
      List<Float> values = chunk.getList(4);
      List<Boolean> observed = chunk.getList(5);
      for (int i = 0; i < values.size(); i += columns) {
        StringBuilder line = new StringBuilder();
        line.append(chunk.getString(0)).append(' ').append(chunk.getInt(1)).append(' ');
        line.append(chunk.getLong(2) + i / columns).append(':');
        for (int j = i; j < i + columns; j++) {
          line.append(' ').append(observed.get(j) ? values.get(j).toString() : "-");
        }
        cells.add(line.toString());
      }
    }
    return cells;
  }

  @Test
  void aTableBecomesChunksOnAGridCutAtTheSplits() {
    PreparedDataSet data =
        prepare(
            pumps(
                List.of(
                    "b,2024-01-01 00:45,4,40",
                    "b,2024-01-01 00:00,1,10",
                    "a,2024-01-01 00:30,7,70",
                    "a,2024-01-01 00:15,,60",
                    "a,2024-01-01 01:00,NaN,80",
                    "b,2024-01-01 01:45,8,Infinity")));

    assertThat(cells(data))
        .containsExactly(
            "train 0 1: - 60.0",
            "train 0 2: 7.0 70.0",
            "train 0 3: - -",
            "validation 0 4: - 80.0",
            "train 1 0: 1.0 10.0",
            "train 1 1: - -",
            "train 1 2: - -",
            "train 1 3: 4.0 40.0",
            "test 1 6: - -",
            "test 1 7: 8.0 -");
    assertThat(data.info().spans()).isEqualTo(new DataSetInfo.Spans(0, 4, 6, 8));
    assertThat(data.info().rows()).isEqualTo(6);
    assertThat(data.info().dropped()).isEqualTo(Map.of());
  }
}
