package org.sluice.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {
  @ParameterizedTest
  @ValueSource(strings = {"vector", "portable"})
  void aRateOfProductsIsFound(String kind) {
    Kernels kernels = KernelChoice.choose(kind);
    double rate = new SelfTest(kernels).rate(new KernelWork(kernels).product());
    assertThat(rate).isBetween(1e-3, 1e4);
  }

  @Test
  void everyOtherKernelIsWarmedAndItsRateTold() {
    Kernels kernels = KernelChoice.choose("best");
    String rates = new SelfTest(kernels).rates(new KernelWork(kernels));
    assertThat(rates.split(", ")).allMatch(rate -> rate.matches("\\w+( \\w+)? \\d+[.,]\\d\\d"));
    Stream<String> all =
        Arrays.stream(Kernels.class.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !name.equals("description"));
    assertThat(all).allMatch(name -> rates.contains(name + " "));
  }

  @Test
  void slowKernelsAreSaidToBeSo() {
    assertThat(SelfTest.message("vector, 512 bit", 4.2, true))
        .startsWith("kernels: vector, 512 bit, products at 4.2 GFLOP/s, far too slow");
    assertThat(SelfTest.message("vector, 512 bit", 104.2, false))
        .isEqualTo("kernels: vector, 512 bit, products at 104.2 GFLOP/s");
  }
}
