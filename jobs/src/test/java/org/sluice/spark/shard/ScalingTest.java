package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;

class ScalingTest {
  @Property
  void unscalingUndoesScaling(
      @ForAll @FloatRange(min = -0.99f, max = 1e6f) float value,
      @ForAll boolean log,
      @ForAll @DoubleRange(min = -10, max = 10) double center,
      @ForAll @DoubleRange(min = 0.01, max = 100) double divisor) {
    Scaling scaling =
        new Scaling(
            new boolean[] {log},
            new double[] {center},
            new double[] {divisor},
            new float[1],
            new boolean[1]);

    double back = scaling.unscale(0, scaling.scale(0, value));

    // a float has 24 bits, of which subtracting the center costs some
    double size = 1 + Math.abs(value);
    double error = log ? 4e-7 * size * (20 + Math.abs(center)) : 2e-7 * (size + Math.abs(center));
    assertThat(back).isCloseTo(value, within(error));
  }
}
