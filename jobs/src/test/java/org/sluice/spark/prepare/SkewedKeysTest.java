package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;

/** A key that most rows belong to is the work of all tasks. */
final class SkewedKeysTest {
  private static final int ROWS = 120_000;
  private static final int TASKS = 8;

  @TempDir Path folder;

  @Test
  void aKeyWithMostRowsIsSpreadOverTheTasks() {
    List<Long> read = Collections.synchronizedList(new ArrayList<>());
    Map<String, String> settings =
        Map.of(
            "spark.sql.shuffle.partitions",
            String.valueOf(TASKS),
            "spark.sql.adaptive.enabled",
            "false");

    long rows =
        SparkTest.on(
            "local[2]",
            settings,
            spark -> {
              String table = folder.resolve("table").toString();
              spark
                  .range(ROWS)
                  .selectExpr(
                      "if(id % 10 = 0, concat('few', id % 30), 'most') as pump",
                      "timestamp_seconds(60 * id) as time", "cast(id as float) as load")
                  .write()
                  .parquet(table);
              spark.sparkContext().addSparkListener(new RowsRead(read));
              return Prepare.run(spark, specs(table), folder.resolve("data").toString(), false)
                  .table()
                  .rows();
            });

    assertThat(rows).isEqualTo(ROWS);
    // every row is shuffled once, on its way to its chunk
    assertThat(read.stream().mapToLong(Long::longValue).sum()).isBetween((long) ROWS, ROWS + 1000L);
    assertThat(Collections.max(read)).isLessThan(2 * ROWS / TASKS);
  }

  private DataSpec specs(String table) {
    return Specs.pumps(Path.of(table))
        .withSource(new SourceSpec("parquet", table, Map.of()))
        .withTime(new TimeSpec("time", Optional.empty(), "UTC", Duration.ofMinutes(1)))
        .withFeatures("load")
        .withTargets("load")
        .spec();
  }

  /** How many rows each task takes from a shuffle; told to the end when the session stops. */
  private static final class RowsRead extends SparkListener {
    private final List<Long> read;

    RowsRead(List<Long> read) {
      this.read = read;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      read.add(end.taskMetrics().shuffleReadMetrics().recordsRead());
    }
  }
}
