package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;

final class TrainingStateTest {
  @Test
  void sumsOfFloatsComeBackToTheBit() {
    double[] sums =
        DoubleStream.concat(
                DoubleStream.of(0, -0.0, Float.MIN_VALUE, 1 + 0x1p-52, -1e30, 0x1p24 + 0x1p-28),
                LongStream.range(0, 1000).mapToDouble(TrainingStateTest::sum))
            .toArray();
    TrainingState state = TrainingState.empty();

    state.putSums("sums", sums);

    assertThat(state.arrays()).containsOnlyKeys("sums.0", "sums.1", "sums.2");
    assertThat(bits(state.sums("sums"))).isEqualTo(bits(sums));
  }

  @Test
  void partsOfUnlikeLengthAreRefused() {
    TrainingState state = TrainingState.empty();
    state.putSums("sums", new double[2]);
    state.put("sums.1", new float[3]);

    assertThatThrownBy(() -> state.sums("sums"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("a checkpoint's parts of sums must have 2 numbers each, found 3");
  }

  /** Of five floats, from large to denormal ones. */
  private static double sum(long seed) {
    Draws draws = Draws.of(seed, Purpose.SAMPLE);
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += draws.uniform(i, (float) StrictMath.pow(2, seed % 170 - 145 + i));
    }
    return sum;
  }

  private static long[] bits(double[] values) {
    return DoubleStream.of(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
