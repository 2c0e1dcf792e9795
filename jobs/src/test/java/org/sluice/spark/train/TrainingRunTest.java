package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.optim.BlockMomentum;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.optim.PlainAverage;
import org.sluice.engine.optim.Schedule;
import org.sluice.engine.optim.ScheduleSettings.By;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ReplicaAverage;

final class TrainingRunTest {
  private static final float[] THETA = {1, 2};
  private static final IteratesSpec NONE = new IteratesSpec(1, Optional.empty());

  @Test
  void parametersMoveToTheAverageWeightedByLabelledTargets() {
    TrainingRun run = new TrainingRun(THETA, 2);

    ReplicaAverage average = average(result(1, 10, 0.5), result(3, 30, 0.5));
    advance(run, average);

    assertThat(run.theta()).containsExactly(2.5f, 2.5f);
    assertThat(average.score().mean()).isEqualTo(0.5);
    assertThat(average.leftOut()).isEmpty();
    assertThat(average.diverged()).isFalse();
  }

  @Test
  void statesStandInReplicaOrderUntilTheEpochEnds() {
    TrainingRun run = new TrainingRun(THETA, 2);

    advance(run, average(result(1, 10, 0.5), result(3, 30, 0.5)));
    List<float[]> carried = run.states();
    run.endEpoch(1, NONE);

    assertThat(carried).containsExactly(new float[] {1}, new float[] {3});
    assertThat(run.states()).allMatch(state -> state.length == 0);
  }

  @Test
  void aReplicaThatIsNotFiniteIsLeftOutAndGoesOnFromAZeroState() {
    TrainingRun run = new TrainingRun(THETA, 2);

    ReplicaAverage average = average(result(1, 10, 0.5), result(3, 30, Double.NaN));
    advance(run, average);

    assertThat(run.theta()).containsExactly(1, 1);
    assertThat(run.states().get(1)).isEmpty();
    assertThat(average.leftOut()).containsExactly(new ReplicaAverage.LeftOut(1, 5));
    assertThat(average.diverged()).isFalse();
  }

  @Test
  void whereNoReplicaIsFiniteTheParametersStayAsTheyWere() {
    TrainingRun run = new TrainingRun(THETA, 2);

    ReplicaAverage average =
        ReplicaAverage.of(
            List.of(result(1, 0, 0), result(3, 30, Double.POSITIVE_INFINITY)).iterator());
    advance(run, average);

    assertThat(run.theta()).isSameAs(THETA);
    assertThat(average.diverged()).isTrue();
  }

  @Test
  void aRoundWithoutTargetsOnlyCarriesTheStates() {
    TrainingRun run = new TrainingRun(THETA, 1);

    ReplicaAverage average = average(result(7, 0, 0));
    advance(run, average);

    assertThat(run.theta()).isSameAs(THETA);
    assertThat(run.states()).containsExactly(new float[] {7});
    assertThat(average.diverged()).isFalse();
  }

  @Test
  void aKeptOptimizerStateIsAveragedLikeTheParameters() {
    TrainingRun run = new TrainingRun(THETA, 2);

    advance(run, average(kept(1, 10), kept(3, 30)));

    assertThat(run.optimizer()).containsExactly(2.5f, 2.5f);
  }

  private static void advance(TrainingRun run, ReplicaAverage average) {
    run.advance(average, new PlainAverage(), 1);
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
    advance(run, average(result(1, 10, 0.5)));
    advance(run, average(result(1, 10, 0.5)));
    run.endEpoch(3, NONE);

    assertThat(run.rateFactor(halves, By.ROUNDS)).isEqualTo(0.25);
    assertThat(run.rateFactor(halves, By.EPOCHS)).isEqualTo(0.5);

    run.endEpoch(4, NONE);
    Schedule plateau = new Schedule.Plateau(0.1, 0, 0, 0, 0);
    assertThat(run.rateFactor(plateau, By.EPOCHS)).isEqualTo(0.1);

    TrainingState state = TrainingState.empty();
    run.save(state);
    assertThat(TrainingRun.restored(state, 1).rateFactor(plateau, By.EPOCHS)).isEqualTo(0.1);
  }

  @Test
  void momentumFromRoundToRoundIsPartOfTheSavedState() {
    OuterOptimizer outer = new BlockMomentum(0.5, 1, true);
    TrainingRun run = new TrainingRun(THETA, 1);
    run.advance(average(result(2, 10, 0.5)), outer, 1);
    TrainingState state = TrainingState.empty();
    run.save(state);
    TrainingRun resumed = TrainingRun.restored(state, 1);

    assertThat(run.theta()).containsExactly(2, 2);
    assertThat(run.start(outer)).containsExactly(2.5f, 2);
    assertThat(resumed.start(outer)).isEqualTo(run.start(outer));

    run.advance(average(result(3, 10, 0.5)), outer, 1);
    resumed.advance(average(result(3, 10, 0.5)), outer, 1);

    assertThat(run.theta()).containsExactly(3, 3); // D = 0.5 + (3 - 2.5), 0 + (3 - 2)
    assertThat(run.start(outer)).containsExactly(3.5f, 3.5f);
    assertThat(resumed.theta()).isEqualTo(run.theta());
  }

  @Test
  void theMeanOfTheLastRoundsOfAnEpochIsJudgedAndSaved() {
    IteratesSpec lastTwo = new IteratesSpec(2, Optional.empty());
    TrainingRun run = new TrainingRun(THETA, 1);
    for (int round = 1; round <= 2; round++) {
      advance(run, average(result(round, 10, 0.5)));
      run.gather(lastTwo, 3 - round);
    }
    TrainingState state = TrainingState.empty();
    run.save(state);
    TrainingRun resumed = TrainingRun.restored(state, 1);

    assertThat(run.theta()).containsExactly(2, 2);
    assertThat(resumed.judged()).containsExactly(2, 2);
    advance(resumed, average(result(7, 10, 0.5)));
    resumed.gather(lastTwo, 0);
    assertThat(resumed.judged()).containsExactly(4.5f, 4.5f);
    assertThat(resumed.iterates()).isEqualTo(2);
    assertThat(resumed.theta()).containsExactly(7, 7);
    resumed.endEpoch(1, lastTwo);
    assertThat(resumed.judged()).containsExactly(7, 7);
  }

  @ParameterizedTest
  @EnumSource
  void replicasThatAreNotFiniteAreLeftOutByEveryKind(AveragingSpec.Kind kind) {
    TestJob job = TestJob.windowed();
    job.averaging = TestJob.averaging(kind);
    OuterOptimizer outer = job.averaging.outer(job.training(), List.of());
    TrainingRun both = new TrainingRun(THETA, 2);
    TrainingRun one = new TrainingRun(THETA, 1);

    both.advance(average(result(2, 10, 0.5), result(Float.NaN, 10, 0.5)), outer, 1);
    one.advance(average(result(2, 10, 0.5)), outer, 1);

    assertThat(both.theta()).isEqualTo(one.theta()).isNotEqualTo(THETA);
  }
}
