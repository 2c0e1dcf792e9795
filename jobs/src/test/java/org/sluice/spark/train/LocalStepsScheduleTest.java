package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.optim.ScheduleKind;
import org.sluice.engine.optim.ScheduleSettings;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.spark.train.LocalStepsSchedule.Kind;

final class LocalStepsScheduleTest {
  private static final LocalStepsSchedule BY_LOSS = new LocalStepsSchedule(Kind.LOSS, 1, 1);

  @Test
  void stepsFallWithTheRootOfTheLossRoundedUp() {
    assertThat(steps(BY_LOSS)).isEqualTo(20);
    assertThat(steps(BY_LOSS, 4)).isEqualTo(20);
    assertThat(steps(BY_LOSS, 4, 1)).isEqualTo(10);
    assertThat(steps(BY_LOSS, 4, 1, 0.9)).isEqualTo(10); // 9.49
    assertThat(steps(BY_LOSS, 4, 1, 0.81)).isEqualTo(9);
  }

  @Test
  void stepsNeverRise() {
    assertThat(steps(BY_LOSS, 4, 1, 16)).isEqualTo(10);
    assertThat(steps(BY_LOSS, 4, 9)).isEqualTo(20);
  }

  @Test
  void whereTheLossMakesThemNoFewerGammaDoes() {
    LocalStepsSchedule halves = new LocalStepsSchedule(Kind.LOSS, 0.5, 2);

    assertThat(steps(halves, 4, 4)).isEqualTo(10);
    assertThat(steps(halves, 4, 4, 0.01)).isEqualTo(2); // 1 by the loss, but 2 is the least
    assertThat(steps(halves, 4, 4, 4)).isEqualTo(5);
    assertThat(steps(halves, 4, 4, 4, 4)).isEqualTo(2); // 2.5 rounded down
    assertThat(steps(halves, 4, 4, 4, 4, 4)).isEqualTo(2);
  }

  @Test
  void lossesThatAreNoNumbersLeaveStepsToGamma() {
    assertThat(steps(BY_LOSS, Double.NaN, 1)).isEqualTo(20);
    assertThat(steps(BY_LOSS, 4, Double.NaN, 1)).isEqualTo(10);
    assertThat(steps(BY_LOSS, 0, 0)).isEqualTo(20);
    assertThat(steps(BY_LOSS, 4, Double.POSITIVE_INFINITY)).isEqualTo(20);
  }

  @Test
  void constantStepsHeedNoLoss() {
    assertThat(steps(new LocalStepsSchedule(Kind.CONSTANT, 0.5, 1), 4, 1, 1)).isEqualTo(20);
  }

  @Test
  void settingsThatCannotBeMeantAreRefused() {
    assertThatThrownBy(() -> new LocalStepsSchedule(Kind.LOSS, 1.5, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.localStepsSchedule.gamma must be between 0.0 and 1.0");
    assertThatThrownBy(() -> new LocalStepsSchedule(Kind.LOSS, 1, 0))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.localStepsSchedule.least must be at least 1, got 0");
    TestJob job = TestJob.windowed();
    job.localStepsSchedule = new LocalStepsSchedule(Kind.LOSS, 1, 6);
    assertThatThrownBy(job::training)
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "training.localStepsSchedule.least must be at most training.localSteps (5), got 6");
    job.localStepsSchedule = BY_LOSS;
    job.schedule =
        new ScheduleSettings(ScheduleKind.COSINE, By.ROUNDS, 0, 0, 1, 0.5, 0, 0, 0, 0, 0);
    assertThatThrownBy(job::training)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.schedule.by must be epochs where");
    job.schedule = TestJob.schedule(ScheduleKind.CONSTANT);
    job.shuffleRounds = Optional.of(2);
    job.segmentsLimit = 100;
    assertThatThrownBy(job::training)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.segments.limit must be infinity where");
  }

  private static int steps(LocalStepsSchedule schedule, double... losses) {
    return schedule.steps(20, losses);
  }
}
