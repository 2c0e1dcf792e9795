package org.sluice.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VectorKernelsTest extends KernelsTest {
  @Override
  Kernels kernels() {
    Kernels vector = VectorKernels.ofThisMachine();
    assertThat(vector).as("vectors of 8 floats or more").isNotNull();
    return vector;
  }

  @Test
  void theWidthIsTheOneAskedFor() {
    Integer asked = Integer.getInteger("sluice.kernels.bits");
    assertThat(kernels().description())
        .isEqualTo(
            "vector, " + (asked == null ? VectorKernels.SPECIES.vectorBitSize() : asked) + " bit");
  }
}
