package org.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SparkTestTest {
  @Test
  void theSharedSessionIsOneAndTheSame() {
    assertThat(SparkTest.spark().sparkContext()).isSameAs(SparkTest.spark().sparkContext());
  }

  @Test
  void anotherMasterTakesOverAndGivesTheSharedSessionBack() {
    String other =
        SparkTest.on(
            "local[1]",
            Map.of("spark.sql.shuffle.partitions", "7"),
            spark ->
                spark.sparkContext().master() + spark.conf().get("spark.sql.shuffle.partitions"));

    assertThat(other).isEqualTo("local[1]7");
    assertThat(SparkTest.spark().sparkContext().master()).isEqualTo("local[2]");
    assertThat(SparkTest.spark().conf().get("spark.sql.shuffle.partitions")).isEqualTo("4");
    assertThat(SparkTest.spark().range(10).count()).isEqualTo(10);
  }
}
