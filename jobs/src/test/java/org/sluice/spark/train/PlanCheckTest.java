package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanCheckTest {
  @Test
  void aPlanThatUsesAllItAsksForGetsNoWarning() {
    assertThat(warnings(2, 8, new long[] {8, 8}, 2)).isEmpty();
  }

  @Test
  void fewerWindowsThanLanesAreNamedWithTheRemedy() {
    assertThat(warnings(2, 8, new long[] {8, 7}, 2))
        .containsExactly(
            "training.replicas x training.lanes is 2 x 8, but there are only 15 windows to train"
                + " on: lanes stay empty; lower training.lanes");
  }

  @Test
  void replicasWithoutWindowsAreNamed() {
    assertThat(warnings(3, 8, new long[] {20, 0, 20}, 3))
        .containsExactly(
            "replicas [1] have no windows and will do nothing; lower training.replicas to 2");
  }

  @Test
  void replicasBeyondTheCoresAreNamed() {
    assertThat(warnings(4, 1, new long[] {9, 9, 9, 9}, 3))
        .singleElement()
        .asString()
        .startsWith("training.replicas is 4, but Spark has 3 cores");
  }

  @Test
  void fewerRoundsThanReplicasAreNamed() {
    assertThat(warnings(5, 1, new long[] {9, 9, 9, 9, 9}, 5))
        .containsExactly(
            "training.replicas is 5, but all epochs together have only 4 rounds, so that replicas"
                + " differ more than averaging can mend; lower training.replicas or"
                + " training.localSteps (5)");
  }

  private static List<String> warnings(int replicas, int lanes, long[] windows, int cores) {
    TestJob job = TestJob.windowed();
    job.replicas = replicas;
    job.lanes = lanes;
    return PlanCheck.warnings(job.training(), windows, cores, 4);
  }
}
