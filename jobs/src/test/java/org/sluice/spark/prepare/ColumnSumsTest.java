package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ColumnSumsTest {
  @Test
  void meanAndStandardDeviationAreThePopulations() {
    ColumnSums sums = of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(sums.observed()).isEqualTo(8);
    assertThat(sums.mean()).isEqualTo(5);
    assertThat(sums.std()).isEqualTo(2);
    assertThat(sums.min()).isEqualTo(2);
    assertThat(sums.max()).isEqualTo(9);
  }

  @Test
  void aConstantHasNoSpreadAtAll() {
    assertThat(of(0.1f, 0.1f, 0.1f).std()).isZero();
    assertThat(of(0.1f, 0.1f, 0.1f).mean()).isEqualTo(0.1f);
  }

  @Test
  void aSmallSpreadAroundALargeMeanSurvives() {
    assertThat(of(16777215f, 16777214f).std()).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void partsMergeIntoTheWholeToTheBit() {
    ColumnSums whole = of(0.1f, -3e30f, 7f, 1e-30f);
    ColumnSums merged = new ColumnSums();
    merged.merge(new ColumnSums(part(of(1e-30f, 7f))));
    merged.merge(new ColumnSums(part(new ColumnSums())));
    merged.merge(new ColumnSums(part(of(-3e30f, 0.1f))));

    assertThat(part(merged)).usingRecursiveComparison().isEqualTo(part(whole));
  }

  private static GroupPart part(ColumnSums sums) {
    GroupPart part = new GroupPart();
    sums.put(0, part);
    return part;
  }

  private static ColumnSums of(float... values) {
    ColumnSums sums = new ColumnSums();
    for (float value : values) {
      sums.add(value);
    }
    return sums;
  }
}
