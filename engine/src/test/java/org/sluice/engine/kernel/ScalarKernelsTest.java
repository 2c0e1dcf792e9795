package org.sluice.engine.kernel;

final class ScalarKernelsTest extends KernelsTest {
  @Override
  Kernels kernels() {
    return new ScalarKernels();
  }
}
