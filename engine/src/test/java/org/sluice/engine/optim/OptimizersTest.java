package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;

/** What holds for every optimizer. */
class OptimizersTest {
  /** From theta = 1 with the gradients 0.5, -1 and 0.25; by torch.optim's formulas, by hand. */
  static Stream<Arguments> threeSteps() {
    OptimizerSettings sgd = at(OptimizerKind.SGD);
    OptimizerSettings rms = at(OptimizerKind.RMSPROP);
    OptimizerSettings adaGrad = at(OptimizerKind.ADAGRAD);
    return Stream.of(
        arguments(sgd, 0.95, 1.05, 1.025),
        arguments(sgd.withMomentum(0.9).withWeightDecay(0.1), 0.94, 0.9766, 0.974774),
        arguments(at(OptimizerKind.NESTEROV), 0.905, 1.0545, 1.05155),
        arguments(at(OptimizerKind.ADAM), 0.900000002, 0.936610354, 0.950279420),
        arguments(
            at(OptimizerKind.ADAM).withWeightDecay(0.1), 0.900000002, 0.925263519, 0.924730574),
        arguments(
            at(OptimizerKind.ADAMW).withWeightDecay(0.1), 0.890000002, 0.917710354, 0.922202317),
        arguments(rms, 0.0000002, 0.895323082, 0.675849575),
        arguments(rms.withMomentum(0.9), 0.0000002, -0.004676738, -0.228359489),
        arguments(adaGrad, 0.9, 0.989442719, 0.96762093),
        arguments(adaGrad.withWeightDecay(0.1), 0.9, 0.983486239, 0.953044449));
  }

  static Stream<OptimizerSettings> all() {
    return threeSteps().map(arguments -> (OptimizerSettings) arguments.get()[0]);
  }

  @ParameterizedTest
  @MethodSource("threeSteps")
  void threeStepsAreThoseOfPyTorchsFormulas(
      OptimizerSettings settings, double first, double second, double third) {
    Optimizer optimizer = settings.optimizer();
    float[] theta = {1};
    float[] state = new float[optimizer.stateSize(1)];
    double[] expected = {first, second, third};
    float[] gradients = {0.5f, -1, 0.25f};
    for (int t = 0; t < 3; t++) {
      optimizer.step(theta, new float[] {gradients[t]}, state);
      assertThat((double) theta[0]).as("step %d", t + 1).isCloseTo(expected[t], within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStateStoredMidwayGoesOnWithTheSameBits(OptimizerSettings settings) {
    Optimizer optimizer = settings.optimizer();
    float[] theta = {1, -2, 3};
    float[] state = new float[optimizer.stateSize(3)];
    steps(optimizer, theta, state, 0, 5);
    float[] thetaElsewhere = theta.clone();
    float[] stateElsewhere = state.clone();
    steps(optimizer, theta, state, 5, 9);
    steps(settings.optimizer(), thetaElsewhere, stateElsewhere, 5, 9);
    assertThat(thetaElsewhere).isEqualTo(theta);
    assertThat(stateElsewhere).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("all")
  void paddingStaysZero(OptimizerSettings settings) {
    Optimizer optimizer = settings.optimizer();
    float[] theta = new float[40];
    float[] state = new float[optimizer.stateSize(40)];
    theta[20] = 1;
    for (int t = 0; t < 20; t++) {
      float[] gradient = new float[40];
      gradient[20] = 1 - t;
      optimizer.step(theta, gradient, state);
    }
    assertThat(theta[20]).isNotEqualTo(1);
    for (int i = 0; i < 40; i++) {
      if (i != 20) {
        assertThat(Float.floatToRawIntBits(theta[i])).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void atARateOfZeroNoParameterMoves(OptimizerSettings settings) {
    Optimizer optimizer = settings.optimizer(0);
    float[] theta = {1, -2, 3};
    steps(optimizer, theta, new float[optimizer.stateSize(3)], 0, 10);
    assertThat(theta).containsExactly(1, -2, 3);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aChangedRateTakesUpTheState(OptimizerSettings settings) {
    Optimizer optimizer = settings.optimizer();
    float[] state = new float[optimizer.stateSize(3)];
    steps(optimizer, new float[3], state, 0, 3);
    float[] slow = new float[3];
    float[] fast = new float[3];
    steps(settings.optimizer(0.01), slow, state.clone(), 3, 4);
    steps(settings.optimizer(0.02), fast, state.clone(), 3, 4);
    for (int i = 0; i < 3; i++) {
      assertThat(fast[i]).isCloseTo(2 * slow[i], within(1e-7f));
    }
  }

  /** The number of steps is a float among the others: averaging replicas in step keeps it. */
  @Test
  void adamCountsItsStepsInTheState() {
    Optimizer adam = OptimizerSettings.of(OptimizerKind.ADAM).optimizer();
    float[] state = new float[adam.stateSize(3)];
    steps(adam, new float[3], state, 0, 7);
    assertThat(state).hasSize(7);
    assertThat(state[6]).isEqualTo(7);
    state[6] = 0x1p24f;
    float[] theta = new float[3];
    steps(adam, theta, state, 7, 9);
    assertThat(state[6]).isEqualTo(0x1p24f);
    assertThat(theta[0]).isFinite().isNotZero();
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    OptimizerSettings adam = OptimizerSettings.of(OptimizerKind.ADAM);
    assertRefused("training.optimizer.rate", () -> adam.withRate(0));
    assertRefused("training.optimizer.rate", () -> adam.withRate(Double.NaN));
    assertRefused("training.optimizer.momentum", () -> adam.withMomentum(1));
    assertRefused("training.optimizer.weightDecay", () -> adam.withWeightDecay(-0.1));
    assertRefused("learning rate", () -> adam.optimizer(-1));
    assertRefused("nesterov", () -> at(OptimizerKind.NESTEROV).withMomentum(0));
    assertRefused(
        "training.optimizer.beta2",
        () -> new OptimizerSettings(OptimizerKind.ADAM, 0.1, 0, 0.9, 1, 1e-8, 0));
    assertRefused(
        "training.optimizer.epsilon",
        () -> new OptimizerSettings(OptimizerKind.ADAM, 0.1, 0, 0.9, 0.999, 0, 0));
  }

  private static void assertRefused(String setting, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(setting);
  }

  private static OptimizerSettings at(OptimizerKind kind) {
    return OptimizerSettings.of(kind).withRate(0.1).withWeightDecay(0);
  }

  /** Steps whose gradients depend on their number alone. */
  private static void steps(Optimizer optimizer, float[] theta, float[] state, int from, int to) {
    for (int t = from; t < to; t++) {
      optimizer.step(theta, draw(Draws.of(1, Purpose.SAMPLE).at(t), theta.length), state);
    }
  }

  private static float[] draw(Draws draws, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = draws.uniform(i, 1);
    }
    return values;
  }
}
