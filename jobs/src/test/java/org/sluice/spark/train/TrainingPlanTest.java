package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.spark.train.TrainingPlan.Cluster;
import org.sluice.spark.train.TrainingPlan.Need;

final class TrainingPlanTest {
  private final TestJob job = TestJob.windowed();
  private SegmentPlan segments = new SegmentPlan(77, 1, 400_000_000);

  @Test
  void aPlanIsOneBlockOfSizesAndCounts() {
    job.replicas = 4;

    assertThat(plan().text().lines())
        .containsExactly(
            "plan: 4 replicas of 8 lanes, 12,345 windows an epoch, 2 epochs; 2 executors with 6"
                + " cores",
            "  a round    160 windows of 12 steps in 5 local steps of each replica;"
                + " 77 rounds an epoch",
            "  broadcast  20.0 MB to each executor in a round",
            "  reduced    80.0 MB in a round, in slices on the executors, since"
                + " training.reduce.directLimit is 64 MB",
            // 2 shards of 100, what was broadcast, 3 cores with 7 and two results
            "  memory     each executor 361.0 MB (shards 200.0 MB), driver 120.0 MB");
  }

  @Test
  void whatFitsGoesStraightToTheDriverAndIsHeldThere() {
    job.replicas = 3;

    assertThat(plan().text())
        .contains("60.0 MB in a round, straight to the driver", "driver 160.0 MB");
  }

  @Test
  void theDriverNeedsNoMoreForMoreReplicasOnceTheyAreSliced() {
    job.replicas = 64;

    assertThat(plan().text()).contains("driver 120.0 MB");
  }

  @Test
  void segmentsAreToldAndTwoOfThemCounted() {
    job.shuffleRounds = Optional.of(7);
    job.segmentsLimit = 64;
    segments = new SegmentPlan(7, 11, 60_000_000);

    assertThat(plan().text())
        .contains(
            "  segments   11 an epoch, of 7 rounds each; the one at hand and the next take about"
                + " 60.0 MB of training.segments.limit (64.0 MB)",
            "(shards 200.0 MB)");
  }

  @Test
  void communicationIsTakenForGrantedUpToAFifthOfARound() {
    assertThat(new Rehearsal(0.8, 0.2).warning(20)).isEmpty();
    assertThat(new Rehearsal(0.8, 0.2).text()).contains("1.000 s", "20 %");
  }

  @Test
  void tooFewLocalStepsAreNamedWithTheNumberThatWouldDo() {
    assertThat(new Rehearsal(0.3, 0.1).warning(20))
        .hasValue(
            "training.localSteps is 20, and communication takes 25 % of a round;"
                + " about 127 local steps would make it 5 %");
  }

  @Test
  void fewerLocalStepsToComeAreSaid() {
    job.localStepsSchedule = new LocalStepsSchedule(LocalStepsSchedule.Kind.LOSS, 1, 1);

    assertThat(plan().text())
        .contains(" 77 rounds an epoch at first, then fewer local steps and more rounds");
  }

  private TrainingPlan plan() {
    Need need = new Need(20_000_000, 20_000_000, 100_000_000, 7_000_000);
    return new TrainingPlan(job.training(), 12_345, 77, segments, need, new Cluster(2, 6));
  }
}
