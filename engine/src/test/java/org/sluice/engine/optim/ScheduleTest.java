package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class ScheduleTest {
  private static final double[] NONE = {};

  @Test
  void aConstantRateIsConstant() {
    assertThat(factors(new Schedule.Constant(), 0, 1, 1_000_000)).containsExactly(1, 1, 1);
  }

  @Test
  void stepsFallWhereTheyAreDue() {
    assertThat(factors(new Schedule.Step(3, 0.5), 0, 2, 3, 5, 6))
        .containsExactly(1, 1, 0.5, 0.5, 0.25);
  }

  @Test
  void anExponentialFallsEachTime() {
    assertThat(factors(new Schedule.Exponential(0.5), 0, 1, 2, 10))
        .containsExactly(1, 0.5, 0.25, 0x1p-10);
  }

  @Test
  void aCosineFallsToItsLeastAndStaysThere() {
    Schedule cosine = new Schedule.Cosine(10, 0.2);
    assertThat(factors(cosine, 0, 10, 11, 1000)).containsExactly(1, 0.2, 0.2, 0.2);
    assertThat(cosine.factor(5, NONE)).isCloseTo(0.6, within(1e-15));
    assertThat(cosine.factor(2, NONE))
        .isCloseTo(0.2 + 0.4 * (1 + StrictMath.cos(Math.PI / 5)), within(1e-15));
  }

  @Test
  void aWarmUpRisesInALineAndHandsOver() {
    Schedule schedule = new Schedule.WarmUp(4, 0.2, new Schedule.Step(2, 0.5));
    assertThat(schedule.factor(0, NONE)).isEqualTo(0.2);
    assertThat(schedule.factor(1, NONE)).isCloseTo(0.4, within(1e-15));
    assertThat(schedule.factor(3, NONE)).isCloseTo(0.8, within(1e-15));
    assertThat(factors(schedule, 4, 5, 6, 8)).containsExactly(1, 1, 0.5, 0.25);
  }

  @Test
  void aPlateauHalvesTheRateBehindItsPatience() {
    Schedule plateau = new Schedule.Plateau(0.5, 2, 1e-4, 0, 0.1);
    double[] losses = {3, 2, 2, 2.5, 2, 1.9, 1.9, 1.9, 1.9, 1.9, 1.9, 1.9, 1.9, 1.9, 1.9};
    double[] expected = {
      1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.1
    };
    assertThat(afterEach(plateau, losses)).containsExactly(expected);
  }

  @Test
  void aGainBelowTheThresholdIsNone() {
    double[] losses = {1, 0.95, 0.91, 0.905};
    assertThat(afterEach(new Schedule.Plateau(0.5, 2, 0.1, 0, 0), losses))
        .containsExactly(1, 1, 1, 0.5);
    assertThat(afterEach(new Schedule.Plateau(0.5, 2, 0.08, 0, 0), losses))
        .containsExactly(1, 1, 1, 1);
    double[] below = {-1, -1.05, -1.2, -1.3};
    assertThat(afterEach(new Schedule.Plateau(0.5, 0, 0.1, 0, 0), below))
        .as("losses below zero")
        .containsExactly(1, 0.5, 0.5, 0.25);
  }

  @Test
  void validationsInTheCooldownDoNotCount() {
    double[] losses = {1, 1, 1, 1, 1, 1};
    assertThat(afterEach(new Schedule.Plateau(0.5, 0, 0, 2, 0), losses))
        .containsExactly(1, 0.5, 0.5, 0.5, 0.25, 0.25);
  }

  @Test
  void aLossThatIsNotANumberIsNoBetter() {
    double[] losses = {Double.NaN, Double.POSITIVE_INFINITY, 1, Double.NaN, 1};
    assertThat(afterEach(new Schedule.Plateau(0.5, 1, 0, 0, 0), losses))
        .containsExactly(1, 0.5, 0.5, 0.5, 0.25);
  }

  @Test
  void aWarmUpIntoAPlateauRemembersTheLosses() {
    Schedule schedule = new Schedule.WarmUp(2, 0, new Schedule.Plateau(0.5, 0, 0, 0, 0));
    assertThat(schedule.factor(1, new double[] {1, 1})).isEqualTo(0.5);
    assertThat(schedule.factor(2, new double[] {1, 1, 1})).isEqualTo(0.25);
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> new Schedule.Step(0, 0.5))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.schedule.every");
    assertThatThrownBy(() -> new Schedule.Exponential(1.5))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.schedule.gamma");
    assertThatThrownBy(() -> new Schedule.Plateau(0.5, -1, 0, 0, 0))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.schedule.patience");
  }

  private static double[] factors(Schedule schedule, long... done) {
    return Arrays.stream(done).mapToDouble(d -> schedule.factor(d, NONE)).toArray();
  }

  private static double[] afterEach(Schedule schedule, double[] losses) {
    double[] factors = new double[losses.length];
    for (int i = 0; i < losses.length; i++) {
      factors[i] = schedule.factor(i + 1, Arrays.copyOf(losses, i + 1));
    }
    return factors;
  }

  @Test
  void settingsNameTheSchedulesAndACosineFallsUntilTheEnd() {
    assertThat(factors(settings(ScheduleKind.CONSTANT, 0).schedule(9), 0, 8)).containsExactly(1, 1);
    assertThat(factors(settings(ScheduleKind.STEP, 0).schedule(9), 1, 2)).containsExactly(1, 0.5);
    assertThat(factors(settings(ScheduleKind.EXPONENTIAL, 0).schedule(9), 1, 2))
        .containsExactly(0.5, 0.25);
    assertThat(
            settings(ScheduleKind.REDUCE_ON_PLATEAU, 0).schedule(9).factor(3, new double[] {1, 2}))
        .isEqualTo(0.5);
    Schedule cosine = settings(ScheduleKind.COSINE, 0).schedule(10);
    assertThat(factors(cosine, 0, 10)).containsExactly(1, 0);
    assertThat(cosine.factor(5, NONE)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void aWarmUpComesBeforeWhateverSchedule() {
    Schedule warm = settings(ScheduleKind.COSINE, 4).schedule(14);
    assertThat(factors(warm, 0, 1, 4, 14)).containsExactly(0.2, 0.4, 1, 0);
    assertThat(warm.factor(9, NONE)).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void aWarmUpOfLessThanNothingIsRefused() {
    assertThatThrownBy(() -> settings(ScheduleKind.COSINE, -1))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.schedule.warmUp must be at least 0, got -1");
  }

  private static ScheduleSettings settings(ScheduleKind kind, long warmUp) {
    return new ScheduleSettings(
        kind, ScheduleSettings.By.EPOCHS, warmUp, 0.2, 2, 0.5, 0, 0, 0, 0, 0);
  }
}
