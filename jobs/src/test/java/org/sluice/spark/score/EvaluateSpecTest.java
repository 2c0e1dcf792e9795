package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class EvaluateSpecTest {
  @Test
  void aSeasonIsCountedInSteps() {
    assertThat(new EvaluateSpec(Duration.ofDays(1)).steps(900_000)).isEqualTo(96);
  }

  @Test
  void aSeasonBetweenTwoStepsIsRefused() {
    assertThatThrownBy(() -> new EvaluateSpec(Duration.ofHours(1)).steps(420_000))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "evaluate.season must be a whole number of steps of 7m (data.time.step), got 1h");
  }

  @Test
  void aSeasonShorterThanAStepIsRefused() {
    assertThatThrownBy(() -> new EvaluateSpec(Duration.ofMinutes(1)).steps(3_600_000))
        .isInstanceOf(SluiceException.class);
  }

  @Test
  void aContextOfNoStepsIsRefused() {
    assertThatThrownBy(() -> new PredictSpec(Optional.of(0), PredictSpec.Format.CSV))
        .isInstanceOf(SluiceException.class)
        .hasMessage("predict.context must be at least 1, got 0");
  }
}
