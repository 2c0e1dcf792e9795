package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

class PermutationTest {
  @Test
  void everySizeUpTo5000IsABijection() {
    for (int size = 1; size <= 5000; size++) {
      assertBijection(size, draws(7, size));
    }
  }

  @Property(tries = 50)
  void everySeedGivesABijection(
      @ForAll long seed, @ForAll long epoch, @ForAll @IntRange(min = 1, max = 70_000) int size) {
    assertBijection(size, draws(seed, epoch));
  }

  @Property
  void hugeSizesStayInRange(
      @ForAll long seed,
      @ForAll @LongRange(min = 1, max = 1L << 62) long size,
      @ForAll @LongRange(min = 0, max = 1L << 62) long place) {
    assertThat(new Permutation(size, draws(seed, 0)).at(place % size)).isBetween(0L, size - 1);
  }

  @Property
  void anEpochsOrderIsNotThatOfTheNext(
      @ForAll long seed,
      @ForAll @IntRange(max = 1_000_000) int epoch,
      @ForAll @IntRange(min = 40, max = 5000) int size) {
    Permutation one = new Permutation(size, draws(seed, epoch));
    Permutation next = new Permutation(size, draws(seed, epoch + 1));
    int same = 0;
    for (int i = 0; i < size; i++) {
      same += one.at(i) == next.at(i) ? 1 : 0;
    }
    // like the fixed points of a random permutation: 1 on average, 20 or more never seen
    assertThat(same).isLessThan(20);
  }

  @Property(tries = 20)
  void theSameDrawsGiveTheSameOrder(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int size) {
    Permutation one = new Permutation(size, draws(seed, 3));
    Permutation other = new Permutation(size, draws(seed, 3));
    for (int i = 0; i < size; i++) {
      assertThat(one.at(i)).isEqualTo(other.at(i));
    }
  }

  /** Chi-square over where two places go in many epochs; 5 standard deviations above its mean. */
  @Test
  void anyPlaceGoesAnywhereEquallyOften() {
    int size = 100;
    int epochs = 100_000;
    int[][] counts = new int[2][size];
    for (int epoch = 0; epoch < epochs; epoch++) {
      Permutation order = new Permutation(size, draws(1, epoch));
      counts[0][(int) order.at(0)]++;
      counts[1][(int) ((order.at(1) - order.at(0) + size) % size)]++;
    }
    assertThat(chiSquare(counts[0], 0, epochs)).isLessThan(99 + 5 * Math.sqrt(2 * 99));
    assertThat(chiSquare(counts[1], 1, epochs)).isLessThan(98 + 5 * Math.sqrt(2 * 98));
  }

  private static double chiSquare(int[] counts, int from, int total) {
    double expected = total / (double) (counts.length - from);
    double sum = 0;
    for (int i = from; i < counts.length; i++) {
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }

  private static void assertBijection(int size, Draws draws) {
    Permutation order = new Permutation(size, draws);
    BitSet seen = new BitSet(size);
    for (int i = 0; i < size; i++) {
      seen.set(Math.toIntExact(order.at(i)));
    }
    assertThat(seen.length()).isEqualTo(size);
    assertThat(seen.cardinality()).isEqualTo(size);
  }

  private static Draws draws(long seed, long epoch) {
    return Draws.of(seed, Purpose.SHUFFLE).at(epoch).at(0);
  }
}
