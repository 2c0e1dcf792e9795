package org.sluice.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {
  @ParameterizedTest
  @ValueSource(strings = {"vector", "portable"})
  void aRateOfProductsIsFound(String kind) {
    assertThat(new SelfTest(KernelChoice.choose(kind)).rate()).isBetween(1e-3, 1e4);
  }

  @Test
  void slowKernelsAreSaidToBeSo() {
    assertThat(SelfTest.message("vector, 512 bit", 4.2, true))
        .startsWith("kernels: vector, 512 bit, products at 4.2 GFLOP/s, far too slow");
    assertThat(SelfTest.message("vector, 512 bit", 104.2, false))
        .isEqualTo("kernels: vector, 512 bit, products at 104.2 GFLOP/s");
  }
}
