package org.sluice.engine.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

final class Int16Test {
  private static final float[] ZERO = {};
  private static final int SIZE = 2 * Int16.BLOCK + 7;

  private final float[] from = vector(1, 1);
  private final float[] to = moved(from, 3e-2f);

  @Test
  void everyNumberIsOneOfItsTwoNeighbours() {
    Int16 rounded = Int16.ofDifference(to, from, draws(0));
    float[] floats = rounded.floats();

    for (int i = 0; i < SIZE; i++) {
      double unit = Math.scalb(1.0, rounded.exponents()[i / Int16.BLOCK]);
      assertThat(floats[i]).isCloseTo((float) ((double) to[i] - from[i]), within((float) unit));
      assertThat(unit).isLessThan(3e-2 * 0x1p-13);
    }
  }

  /** The mean of many roundings has a standard deviation of at most half a unit / root of them. */
  @Test
  void theExpectationIsTheDifferenceItself() {
    int draws = 4000;
    double[] sums = new double[SIZE];
    double[] units = new double[SIZE];
    for (int seed = 0; seed < draws; seed++) {
      Int16 rounded = Int16.ofDifference(to, from, draws(seed));
      float[] floats = rounded.floats();
      for (int i = 0; i < SIZE; i++) {
        sums[i] += floats[i];
        units[i] = Math.scalb(1.0, rounded.exponents()[i / Int16.BLOCK]);
      }
    }
    double bias = 0;
    for (int i = 0; i < SIZE; i++) {
      double error = (sums[i] / draws - ((double) to[i] - from[i])) / units[i];
      assertThat(error).isCloseTo(0, within(5 * 0.5 / Math.sqrt(draws)));
      bias += error / SIZE;
    }
    assertThat(bias).isCloseTo(0, within(5 * 0.5 / Math.sqrt((double) draws * SIZE)));
  }

  @Test
  void theSameDrawsGiveTheSameBitsAndOthersDoNot() {
    Int16 once = Int16.ofDifference(to, from, draws(3));
    Int16 again = Int16.ofDifference(to, from, draws(3));
    Int16 other = Int16.ofDifference(to, from, draws(4));

    assertThat(again).usingRecursiveComparison().isEqualTo(once);
    assertThat(other.values()).isNotEqualTo(once.values());
  }

  @Test
  void whatNeedsNoRoundingIsKept() {
    float[] whole = {0, -0f, 1, -3, 16384, -16383};

    assertThat(Int16.ofDifference(whole, ZERO, draws(0)).floats())
        .containsExactly(0, 0, 1, -3, 16384, -16383);
    assertThat(Int16.ofDifference(whole, whole, draws(0)).floats()).containsOnly(0);
    assertThat(Int16.ofDifference(new float[] {Float.MIN_VALUE}, ZERO, draws(0)).floats())
        .containsExactly(Float.MIN_VALUE);
  }

  /** 32767.5 of a unit would round up beyond a short. */
  @Test
  void theLargestNumberOfABlockStaysWithinSixteenBits() {
    for (float most : new float[] {32767, 32767.5f, -32767.5f, 32768, 1e38f, -1e-44f}) {
      for (int seed = 0; seed < 20; seed++) {
        float found = Int16.ofDifference(new float[] {most}, ZERO, draws(seed)).floats()[0];
        assertThat(found).isCloseTo(most, within(Math.abs(most) * 0x1p-13f));
      }
    }
  }

  @Test
  void partsTogetherAreTheWhole() {
    Int16 whole = Int16.ofDifference(to, from, draws(0));
    for (int parts : new int[] {1, 2, 3, 5}) {
      float[] joined = {};
      for (int part = 0; part < parts; part++) {
        float[] next = whole.part(part, parts).floats();
        int at = joined.length;
        joined = Arrays.copyOf(joined, at + next.length);
        System.arraycopy(next, 0, joined, at, next.length);
      }
      assertThat(joined).isEqualTo(whole.floats());
    }
  }

  private static float[] vector(int seed, float bound) {
    float[] vector = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      vector[i] = draws(seed).uniform(i, bound);
    }
    return vector;
  }

  private static float[] moved(float[] from, float bound) {
    float[] way = vector(2, bound);
    for (int i = 0; i < SIZE; i++) {
      way[i] += from[i];
    }
    return way;
  }

  private static Draws draws(long seed) {
    return Draws.of(seed, Purpose.ROUNDING);
  }
}
