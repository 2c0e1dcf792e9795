package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.loss.LossKind;
import org.sluice.engine.loss.LossSettings;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.spark.train.ModelSpec.Center;

final class TrainingJobTest {
  private static final LayerSpec LSTM = new LayerSpec(CellKind.LSTM, 8);

  @Test
  void streamsHaveNoLastRowToBeMeasuredFrom() {
    assertThatThrownBy(() -> job(TestJob.stateful(), LSTM, Center.LAST))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "model.center must be none where training.sampling is stateful, got last");
  }

  @Test
  void streamsAreNotReadBackwards() {
    assertThatThrownBy(() -> job(TestJob.stateful(), LSTM.with(Direction.SUM), Center.NONE))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "model.layers.direction must be forward where training.sampling is stateful");
  }

  @Test
  void streamsLeaveNoStepOut() {
    TestJob job = TestJob.stateful();
    job.stride = Optional.of(12);
    assertThat(job.training().rowsToNext()).isEqualTo(12);
    job.stride = Optional.of(13);
    assertThatThrownBy(job::training)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.stride must be between 1 and training.window (12)");
    job.stride = Optional.of(0);
    assertThatThrownBy(job::training).hasMessage("training.stride must be at least 1, got 0");
  }

  @Test
  void theStrideIsOneForWindowsAndAWholeWindowForStreams() {
    assertThat(TestJob.windowed().training().rowsToNext()).isEqualTo(1);
    assertThat(TestJob.stateful().training().rowsToNext()).isEqualTo(12);
  }

  @Test
  void windowsMayBeCenteredAndReadBothWays() {
    assertThat(job(TestJob.windowed(), LSTM.with(Direction.SUM), Center.LAST).name())
        .isEqualTo("test");
  }

  @Test
  void theStepsOfAStreamAreNotPooled() {
    ModelSpec model =
        new ModelSpec(CategoryWidths.AUTOMATIC, List.of(LSTM), Pooling.MEAN, 2, Center.NONE);
    assertThatThrownBy(() -> new TrainingJob("test", "run", model, TestJob.stateful().training()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("model.pooling must be last where training.sampling is stateful");
  }

  private static TrainingJob job(TestJob job, LayerSpec layer, Center center) {
    ModelSpec model =
        new ModelSpec(CategoryWidths.AUTOMATIC, List.of(layer), Pooling.LAST, 2, center);
    return new TrainingJob("test", "run", model, job.training());
  }

  @Test
  void aForecastIsAnEstimateOfItsTargets() {
    TestJob job = TestJob.windowed();
    job.loss = new LossSettings(LossKind.QUANTILE, 1, List.of(0.5), 0);
    assertThatThrownBy(() -> job(job, LSTM, Center.NONE))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "training.loss.kind must be squared, absolute or huber for forecasts, got quantile");
  }
}
