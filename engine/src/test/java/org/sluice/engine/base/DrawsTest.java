package org.sluice.engine.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws.Purpose;

class DrawsTest {
  @Property
  void sameCoordinatesDrawTheSameBits(
      @ForAll long seed, @ForAll long epoch, @ForAll long shard, @ForAll long i) {
    Draws first = Draws.of(seed, Purpose.SHUFFLE).at(epoch).at(shard);
    Draws second = Draws.of(seed, Purpose.SHUFFLE).at(epoch).at(shard);
    assertThat(first.bits(i)).isEqualTo(second.bits(i));
  }

  /** These bits decide every model that was ever trained from a seed: they must never change. */
  @Test
  void bitsNeverChange() {
    assertThat(Draws.of(42, Purpose.WEIGHTS).bits(0)).isEqualTo(-642633293763979089L);
    assertThat(Draws.of(42, Purpose.SHUFFLE).at(3).at(1).bits(7)).isEqualTo(-6869765337415978649L);
  }

  @Test
  void everyPartOfTheAddressMatters() {
    Set<Long> drawn = new HashSet<>();
    for (long seed = 0; seed < 4; seed++) {
      for (Purpose purpose : Purpose.values()) {
        for (long epoch = 0; epoch < 8; epoch++) {
          for (long shard = 0; shard < 8; shard++) {
            for (long i = 0; i < 8; i++) {
              drawn.add(Draws.of(seed, purpose).at(epoch).at(shard).bits(i));
            }
          }
        }
      }
    }
    assertThat(drawn).hasSize(4 * Purpose.values().length * 8 * 8 * 8);
  }

  @Test
  void uniformDrawsFillTheirIntervalEvenly() {
    Draws draws = Draws.of(1, Purpose.WEIGHTS);
    int[] tenths = new int[10];
    for (int i = 0; i < 100_000; i++) {
      float drawn = draws.uniform(i);
      assertThat(drawn).isGreaterThanOrEqualTo(0).isLessThan(1);
      tenths[(int) (drawn * 10)]++;
    }
    for (int count : tenths) {
      assertThat(count).isBetween(9_600, 10_400); // more than four standard deviations of 95
    }
  }

  @Test
  void boundedDrawsLieOnBothSidesOfZero() {
    Draws draws = Draws.of(1, Purpose.WEIGHTS);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      float drawn = draws.uniform(i, 0.25f);
      assertThat(drawn).isGreaterThanOrEqualTo(-0.25f).isLessThan(0.25f);
      sum += drawn;
    }
    assertThat(sum / 10_000).isBetween(-0.006, 0.006); // four standard errors
  }
}
