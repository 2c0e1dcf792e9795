package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sluice.spark.SparkTest;

final class TallyingTest {
  private static final class Sum implements Tally<Long, Sum> {
    @Serial private static final long serialVersionUID = 1L;

    private long rows;
    private long sum;

    @Override
    public void add(Long row) {
      rows++;
      sum += row;
    }

    @Override
    public void merge(Sum other) {
      rows += other.rows;
      sum += other.sum;
    }

    @Override
    public Sum fresh() {
      return new Sum();
    }
  }

  @Test
  void aTaskThatFailedAfterItHadCountedCountsOnce() {
    Sum sum = SparkTest.on("local[2,2]", Map.of(), TallyingTest::sumOfTasksTriedTwice);

    assertThat(sum.rows).isEqualTo(1000);
    assertThat(sum.sum).isEqualTo(999 * 1000 / 2);
  }

  private static Sum sumOfTasksTriedTwice(SparkSession spark) {
    Tallying<Long, Sum> tally = Tallying.of(spark, new Sum());
    MapPartitionsFunction<Long, Long> failing = TallyingTest::allButTheFirstTime;
    Dataset<Long> counted = spark.range(0, 1000, 1, 5).mapPartitions(tally, Encoders.LONG());
    assertThat(counted.mapPartitions(failing, Encoders.LONG()).collectAsList()).hasSize(1000);
    return tally.value();
  }

  private static Iterator<Long> allButTheFirstTime(Iterator<Long> rows) {
    if (TaskContext.get().attemptNumber() == 0 && TaskContext.getPartitionId() % 2 == 0) {
      rows.forEachRemaining(row -> {});
      throw new IllegalStateException("as wanted");
    }
    return rows;
  }

  @Test
  void aPartitionThatTwoTasksFinishedCountsOnce() {
    SparkSession spark = SparkTest.spark();
    Sum sum = new Sum();
    sum.add(7L);
    Tallying<Long, Sum> ofJob = Tallying.of(spark, new Sum());
    Tallying<Long, Sum> task = Tallying.of(spark, new Sum());
    Tallying<Long, Sum> copy = Tallying.of(spark, new Sum());
    Tallying<Long, Sum> idle = Tallying.of(spark, new Sum());
    task.add(sum);
    copy.add(sum);

    ofJob.merge(task);
    ofJob.merge(idle);
    ofJob.merge(copy);

    assertThat(ofJob.value().rows).isEqualTo(1);
    assertThat(ofJob.value().sum).isEqualTo(7);
  }
}
