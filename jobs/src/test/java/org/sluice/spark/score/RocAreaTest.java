package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RocAreaTest {
  @Test
  void pairsInTheRightOrderCountAndEqualOnesHalf() {
    RocArea area = new RocArea();
    area.add(0, 2); // the least score: two others
    area.add(1, 1); // an anomaly above those two and level with a third
    area.add(2, 0);
    area.add(0, 1); // an other above all anomalies
    // of 3 x 4 pairs: 2 + 1/2, twice 3
    assertThat(area.area()).isEqualTo(8.5 / 12);
    assertThat(area.steps()).isEqualTo(7);
    assertThat(area.anomalies()).isEqualTo(3);
  }

  @Test
  void withoutBothThereIsNone() {
    RocArea area = new RocArea();
    area.add(0, 3);
    assertThat(area.area()).isNull();
  }
}
