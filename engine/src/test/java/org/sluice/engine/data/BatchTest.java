package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void arraysHaveTheSizesOfTheirShape() {
    Batch batch = new Batch(new Batch.Shape(5, 3, 2, 4, 1));
    assertThat(batch.x).hasSize(5 * 3 * 2);
    assertThat(batch.target).hasSize(3 * 4);
    assertThat(batch.weight).hasSize(3 * 4);
    assertThat(batch.lengths).hasSize(3);
    assertThat(batch.reset).hasSize(5 * 3);
    assertThat(new Batch(5, 3, 2, 4, 5).target).hasSize(5 * 3 * 4);
    assertThat(batch.shape()).isEqualTo(new Batch.Shape(5, 3, 2, 4, 1));
  }

  @Test
  void clearingLeavesAFreshBatch() {
    Batch batch = new Batch(2, 3, 1, 1, 2);
    Batch fresh = new Batch(2, 3, 1, 1, 2);
    Arrays.fill(batch.x, 1);
    Arrays.fill(batch.target, 1);
    Arrays.fill(batch.weight, 1);
    Arrays.fill(batch.lengths, 0);
    Arrays.fill(batch.reset, true);
    batch.clear();
    assertThat(batch).usingRecursiveComparison().isEqualTo(fresh);
    assertThat(batch.lengths).containsOnly(2);
  }
}
