package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

final class IteratesSpecTest {
  private static final double[] NO_LOSS = {};

  @Test
  void theLastRoundsOfAnEpochAreTakenWhateverTheLosses() {
    IteratesSpec three = new IteratesSpec(3, Optional.empty());

    assertThat(three.takes(3, NO_LOSS)).isFalse();
    assertThat(three.takes(2, NO_LOSS)).isTrue();
    assertThat(three.takes(0, new double[] {1, 2, 3})).isTrue();
    assertThat(new IteratesSpec(1, Optional.empty()).takes(0, NO_LOSS)).isFalse();
  }

  @Test
  void theTriggerComparesALossWithThoseThatLieFurtherBack() {
    IteratesSpec two = new IteratesSpec(1, Optional.of(2));

    assertThat(two.takes(0, new double[] {5, 6, 7})).isFalse(); // none lies more than 2 before
    assertThat(two.takes(0, new double[] {5, 4, 3, 4.5})).isFalse(); // 4.5 is below 5
    assertThat(two.takes(0, new double[] {5, 4, 3, 4.5, 4.1})).isTrue(); // 4.1 is above 4
    assertThat(two.takes(0, new double[] {5, 4, 3, 4, 4})).isFalse(); // as good is not above
  }

  @Test
  void whatWasTriggeredStaysSo() {
    IteratesSpec none = new IteratesSpec(1, Optional.of(0));

    assertThat(none.takes(0, new double[] {5, 4})).isFalse();
    assertThat(none.takes(0, new double[] {5, 6})).isTrue();
    assertThat(none.takes(0, new double[] {5, 6, 1, 0.5})).isTrue();
  }

  @Test
  void lossesThatAreNoNumbersTriggerNothing() {
    IteratesSpec none = new IteratesSpec(1, Optional.of(0));

    assertThat(none.takes(0, new double[] {Double.NaN, 1, Double.NaN})).isFalse();
    assertThat(none.takes(0, new double[] {Double.NaN, 1, 2})).isTrue();
  }

  @Test
  void settingsThatCannotBeMeantAreRefused() {
    assertThatThrownBy(() -> new IteratesSpec(0, Optional.empty()))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.iterates.last must be at least 1, got 0");
    assertThatThrownBy(() -> new IteratesSpec(1, Optional.of(-1)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.iterates.trigger must be at least 0, got -1");
    assertThatThrownBy(() -> new IteratesSpec(5, Optional.of(3)))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.iterates.last must be 1 where");
    TestJob job = TestJob.windowed();
    job.iterates = new IteratesSpec(1, Optional.of(3));
    job.patience = 4;
    assertThatThrownBy(job::training)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "training.patience must be 0 or above training.iterates.trigger + 1 (4), got 4;");
  }
}
