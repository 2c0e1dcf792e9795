package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.optim.Schedule;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ReplicaAverage;

final class TrainingRunTest {
  private static final float[] THETA = {1, 2};

  @Test
  void parametersMoveToTheAverageWeightedByLabelledTargets() {
    TrainingRun run = new TrainingRun(THETA, 2);

    ReplicaAverage average = average(result(1, 10, 0.5), result(3, 30, 0.5));
    run.advance(average);

    assertThat(run.theta()).containsExactly(2.5f, 2.5f);
    assertThat(average.score().mean()).isEqualTo(0.5);
    assertThat(average.leftOut()).isEmpty();
    assertThat(average.diverged()).isFalse();
  }

  @Test
  void statesStandInReplicaOrderUntilTheEpochEnds() {
    TrainingRun run = new TrainingRun(THETA, 2);

    run.advance(average(result(1, 10, 0.5), result(3, 30, 0.5)));
    List<float[]> carried = run.states();
    run.endEpoch(1);

    assertThat(carried).containsExactly(new float[] {1}, new float[] {3});
    assertThat(run.states()).allMatch(state -> state.length == 0);
  }

  @Test
  void aReplicaThatIsNotFiniteIsLeftOutAndGoesOnFromAZeroState() {
    TrainingRun run = new TrainingRun(THETA, 2);

    ReplicaAverage average = average(result(1, 10, 0.5), result(3, 30, Double.NaN));
    run.advance(average);

    assertThat(run.theta()).containsExactly(1, 1);
    assertThat(run.states().get(1)).isEmpty();
    assertThat(average.leftOut()).containsExactly(1);
    assertThat(average.diverged()).isFalse();
  }

  @Test
  void whereNoReplicaIsFiniteTheParametersStayAsTheyWere() {
    TrainingRun run = new TrainingRun(THETA, 2);

    ReplicaAverage average =
        ReplicaAverage.of(
            List.of(result(1, 0, 0), result(3, 30, Double.POSITIVE_INFINITY)).iterator());
    run.advance(average);

    assertThat(run.theta()).isSameAs(THETA);
    assertThat(average.diverged()).isTrue();
  }

  @Test
  void aRoundWithoutTargetsOnlyCarriesTheStates() {
    TrainingRun run = new TrainingRun(THETA, 1);

    ReplicaAverage average = average(result(7, 0, 0));
    run.advance(average);

    assertThat(run.theta()).isSameAs(THETA);
    assertThat(run.states()).containsExactly(new float[] {7});
    assertThat(average.diverged()).isFalse();
  }

  @Test
  void aKeptOptimizerStateIsAveragedLikeTheParameters() {
    TrainingRun run = new TrainingRun(THETA, 2);

    run.advance(average(kept(1, 10), kept(3, 30)));

    assertThat(run.optimizer()).containsExactly(2.5f, 2.5f);
  }

  private static ReplicaAverage average(LocalResult... replicas) {
    return ReplicaAverage.of(List.of(replicas).iterator());
  }

  private static LocalResult kept(float value, double labelled) {
    float[] theta = {value, value};
    return new LocalResult(theta, theta.clone(), new float[0], labelled, labelled, 5, 1);
  }

  /** A replica all of whose parameters and state are {@code value}. */
  private static LocalResult result(float value, double labelled, double meanLoss) {
    float[] theta = {value, value};
    float[] state = {value};
    return new LocalResult(theta, new float[0], state, labelled, labelled * meanLoss, 5, 1);
  }

  @Test
  void aScheduleCountsRoundsOrEpochsAndSeesTheValidationLosses() {
    TrainingRun run = new TrainingRun(THETA, 1);
    Schedule halves = new Schedule.Exponential(0.5);
    run.advance(average(result(1, 10, 0.5)));
    run.advance(average(result(1, 10, 0.5)));
    run.endEpoch(3);

    assertThat(run.rateFactor(halves, By.ROUNDS)).isEqualTo(0.25);
    assertThat(run.rateFactor(halves, By.EPOCHS)).isEqualTo(0.5);

    run.endEpoch(4);
    Schedule plateau = new Schedule.Plateau(0.1, 0, 0, 0, 0);
    assertThat(run.rateFactor(plateau, By.EPOCHS)).isEqualTo(0.1);

    TrainingState state = TrainingState.empty();
    run.save(state);
    assertThat(TrainingRun.restored(state, 1).rateFactor(plateau, By.EPOCHS)).isEqualTo(0.1);
  }
}
