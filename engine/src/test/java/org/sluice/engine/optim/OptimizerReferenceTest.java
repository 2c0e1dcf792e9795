package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

class OptimizerReferenceTest {
  @Property(tries = 100)
  void aHundredStepsFollowTheSameFormulasInDouble(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 5) int kind,
      @ForAll boolean momentum,
      @ForAll boolean decay) {
    OptimizerSettings settings =
        OptimizerSettings.of(OptimizerKind.values()[kind])
            .withRate(0.01)
            .withMomentum(momentum ? 0.9 : kind == 1 ? 0.5 : 0)
            .withWeightDecay(decay ? 0.1 : 0);
    Draws draws = Draws.of(seed, Purpose.SAMPLE);
    float[] theta = draw(draws.at(-1), 33);
    DoubleOptimizer[] expected = new DoubleOptimizer[theta.length];
    for (int i = 0; i < theta.length; i++) {
      expected[i] = new DoubleOptimizer(settings, theta[i]);
    }
    Optimizer optimizer = settings.optimizer();
    float[] state = new float[optimizer.stateSize(theta.length)];
    for (int t = 0; t < 100; t++) {
      float[] gradient = draw(draws.at(t), theta.length);
      for (int i = 0; i < theta.length; i++) {
        expected[i].step(gradient[i]);
      }
      optimizer.step(theta, gradient, state);
    }
    for (int i = 0; i < theta.length; i++) {
      assertThat((double) theta[i]).isCloseTo(expected[i].theta(), within(3e-5));
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
