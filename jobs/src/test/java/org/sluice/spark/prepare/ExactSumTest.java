package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ExactSumTest {
  /** Every finite float there is, the awkward ones often. */
  @Provide
  Arbitrary<List<Float>> floats() {
    Arbitrary<Float> any =
        Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
    Arbitrary<Float> awkward =
        Arbitraries.of(
            0f,
            -0f,
            1f,
            -1f,
            0.1f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            0x1.fffffep0f,
            16777217f);
    return Arbitraries.oneOf(any, awkward).list().ofMaxSize(60);
  }

  @Property
  void theSumIsTheOneOfExactArithmetic(@ForAll("floats") List<Float> values) {
    BigDecimal truth = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (float value : values) {
      truth = truth.add(new BigDecimal(value));
      squares = squares.add(new BigDecimal(value).pow(2));
    }

    assertThat(sum(values).value()).isEqualByComparingTo(truth);
    assertThat(squares(values).value()).isEqualByComparingTo(squares);
  }

  @Property
  void anyOrderAndGroupingGivesTheSameBits(
      @ForAll("floats") List<Float> values, @ForAll Random random) {
    List<Float> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    ExactSum merged = new ExactSum();
    for (int from = 0, to; from < shuffled.size(); from = to) {
      to = from + 1 + random.nextInt(shuffled.size() - from);
      ExactSum part = ExactSum.ofLimbs(sum(shuffled.subList(from, to)).limbs());
      if (random.nextBoolean()) {
        part.merge(merged);
        merged = part;
      } else {
        merged.merge(part);
      }
    }

    assertThat(merged.limbs()).containsExactly(sum(values).limbs());
  }

  @Test
  void nothingIsLostBesideTheLargestFloat() {
    List<Float> values = List.of(Float.MAX_VALUE, Float.MIN_VALUE, -Float.MAX_VALUE);

    assertThat(sum(values).value()).isEqualByComparingTo(new BigDecimal(Float.MIN_VALUE));
  }

  @Test
  void limbsAreACopy() {
    ExactSum sum = sum(List.of(3f));
    sum.limbs()[10] = 77;

    assertThat(sum.value()).isEqualByComparingTo(new BigDecimal(3));
  }

  private static ExactSum sum(List<Float> values) {
    ExactSum sum = new ExactSum();
    values.forEach(value -> sum.add(value));
    return sum;
  }

  private static ExactSum squares(List<Float> values) {
    ExactSum sum = new ExactSum();
    values.forEach(value -> sum.add((double) value * value));
    return sum;
  }
}
