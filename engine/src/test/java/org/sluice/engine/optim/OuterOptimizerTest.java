package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

class OuterOptimizerTest {
  private static final int SIZE = 40;
  private static final int ROUNDS = 20;

  /** Parameters so far, where the replicas start, and what the outer optimizer remembers. */
  private static final class Course {
    final OuterOptimizer outer;
    final float[] state;
    float[] theta = random(0);
    float[] start = theta;

    Course(OuterOptimizer outer) {
      this.outer = outer;
      state = new float[outer.stateSize(SIZE)];
    }

    /** As if the replicas had gone some way from where they started. */
    void round(int round) {
      float[] average = start.clone();
      float[] way = random(round);
      for (int i = 0; i < SIZE; i++) {
        average[i] += 0.1f * way[i];
      }
      float[] next = theta.clone();
      outer.step(next, start, average, state, 1);
      theta = next;
      start = outer.start(theta, state);
    }
  }

  static List<OuterOptimizer> thatAreTheAverage() {
    return List.of(
        new PlainAverage(),
        new BlockMomentum(0, 1, false),
        new BlockMomentum(0, 1, true),
        new OuterNesterov(0, 1));
  }

  @ParameterizedTest
  @MethodSource("thatAreTheAverage")
  void withoutMomentumAtARateOfOneItIsTheAverageToTheBit(OuterOptimizer outer) {
    float[] average = {1, -0f, 1e-30f, Float.MIN_VALUE, -3e38f, 0.1f};
    float[] start = {1e30f, 1, -1e20f, 1, 3e38f, 0.3f};
    float[] theta = start.clone();
    outer.step(theta, start, average.clone(), new float[outer.stateSize(6)], 1);
    assertThat(theta).isEqualTo(average);
    assertThat(Float.floatToRawIntBits(theta[1])).isEqualTo(Float.floatToRawIntBits(-0f));
    assertThat(outer.start(theta, new float[outer.stateSize(6)])).isEqualTo(average);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blockMomentumFollowsItsEquations(boolean looksAhead) {
    Course course = new Course(new BlockMomentum(0.75, 0.9, looksAhead));
    double[] theta = new double[SIZE];
    double[] d = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      theta[i] = course.theta[i];
    }
    for (int round = 1; round <= ROUNDS; round++) {
      course.round(round);
      float[] way = random(round);
      for (int i = 0; i < SIZE; i++) {
        d[i] = 0.75 * d[i] + 0.9 * 0.1f * way[i];
        theta[i] += d[i];
        double start = looksAhead ? theta[i] + 0.75 * d[i] : theta[i];
        assertThat((double) course.theta[i]).isCloseTo(theta[i], within(1e-5));
        assertThat((double) course.start[i]).isCloseTo(start, within(1e-5));
      }
    }
  }

  @Test
  void nesterovStartsFromWhereBlockMomentumThatLooksAheadDoes() {
    Course nesterov = new Course(new OuterNesterov(0.9, 0.7));
    Course ahead = new Course(new BlockMomentum(0.9, 0.7, true));
    for (int round = 1; round <= ROUNDS; round++) {
      nesterov.round(round);
      ahead.round(round);
      for (int i = 0; i < SIZE; i++) {
        assertThat(nesterov.start[i]).isCloseTo(ahead.start[i], within(1e-5f));
      }
    }
    assertThat(nesterov.theta).isNotEqualTo(ahead.theta);
  }

  @Test
  void zeroStaysZero() {
    for (OuterOptimizer outer :
        List.of(new BlockMomentum(0.5, 1, true), new OuterNesterov(0.9, 0.7), adamw(List.of()))) {
      float[] theta = new float[3];
      float[] state = new float[outer.stateSize(3)];
      outer.step(theta, new float[3], new float[3], state, 1);
      assertThat(theta).containsExactly(0, 0, 0);
      assertThat(outer.start(theta, state)).containsExactly(0, 0, 0);
    }
  }

  @Test
  void descentIsAStepOfTheOptimizerOnTheClippedAverageAtTheScheduledRate() {
    OptimizerSettings adam = OptimizerSettings.of(OptimizerKind.ADAM);
    OuterOptimizer outer = new GradientDescent(adam, ClipSettings.byNorm(0.5), List.of());
    float[] theta = random(0);
    float[] expected = theta.clone();
    float[] gradient = random(1);
    float[] state = new float[outer.stateSize(SIZE)];
    float[] memory = state.clone();
    outer.step(theta, theta.clone(), gradient.clone(), state, 0.25);
    Clipping.byGlobalNorm(gradient, 0.5);
    adam.withRate(0.00025).optimizer().step(expected, gradient, memory);
    assertThat(theta).isEqualTo(expected);
    assertThat(state).isEqualTo(memory);
    assertThat(outer.takesGradients()).isTrue();
  }

  @Test
  void descentLeavesFrozenBlocksAsTheyAre() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Block frozen = layout.vector("frozen", 1, 16, 16);
    layout.vector("free", 1, 16, 16);
    int size = layout.build().size();
    float[] theta = new float[size];
    Arrays.fill(theta, 2);
    float[] gradient = new float[size];
    Arrays.fill(gradient, 1);
    OuterOptimizer outer = adamw(List.of(frozen));
    outer.step(theta, theta.clone(), gradient, new float[outer.stateSize(size)], 1);
    assertThat(frozen.read(theta)).containsOnly(2);
    assertThat(theta[20]).isCloseTo(2 - 0.001f * 0.01f * 2 - 0.001f, within(1e-6f));
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> new BlockMomentum(1, 1, false))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.averaging.momentum must be between 0.0 and 0.9999");
    assertThatThrownBy(() -> new OuterNesterov(0.9, 0))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.averaging.rate must be above 0");
  }

  private static OuterOptimizer adamw(List<Block> frozen) {
    OptimizerSettings settings = OptimizerSettings.of(OptimizerKind.ADAMW);
    return new GradientDescent(settings, ClipSettings.NONE, frozen);
  }

  private static float[] random(int stream) {
    Draws draws = Draws.of(9, Purpose.SAMPLE).at(stream);
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = draws.uniform(i, 1);
    }
    return values;
  }

  @Test
  void anUpdateThatIsTooLongIsShortened() {
    float[] theta = {1, 1};
    new BoundedUpdate(new PlainAverage(), 2.5)
        .step(theta, new float[] {1, 1}, new float[] {4, 5}, new float[0], 1);
    assertThat(theta).containsExactly(2.5f, 3);
  }
}
