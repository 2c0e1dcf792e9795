package org.sluice.engine.kernel;

final class PortableKernelsTest extends KernelsTest {
  @Override
  Kernels kernels() {
    return new PortableKernels();
  }
}
