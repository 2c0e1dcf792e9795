package org.sluice.engine.kernel;

/**
 * Chooses the kernels of this JVM: the vector ones where it was started with {@code --add-modules
 * jdk.incubator.vector} and the machine's vectors hold 8 or 16 floats, else the scalar ones. {@code
 * -Dsluice.kernels=scalar} overrides it. The choice is logged, with its reason, and never changes a
 * result, only the speed.
 */
final class KernelChoice {
  static final Kernels CHOSEN = choose(System.getProperty("sluice.kernels", "vector"));

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private KernelChoice() {}

  static Kernels choose(String wanted) {
    if (!wanted.equals("vector")) {
      return report(new ScalarKernels(), "sluice.kernels is " + wanted);
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return report(
          new ScalarKernels(),
          "the JVM was started without --add-modules "
              + VECTOR_MODULE
              + ", training is many times slower");
    }
    Kernels vector = vectorKernels();
    return vector == null
        ? report(new ScalarKernels(), "the machine's vectors hold fewer than 8 floats")
        : report(vector, "the JVM has " + VECTOR_MODULE);
  }

  /** Loaded by name, so that a JVM without the module never sees the class. */
  private static Kernels vectorKernels() {
    try {
      Class<?> type = Class.forName("org.sluice.engine.kernel.VectorKernels");
      return (Kernels) type.getDeclaredMethod("ofThisMachine").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernels cannot be loaded", e);
    }
  }

  private static Kernels report(Kernels kernels, String reason) {
    System.getLogger("org.sluice.engine")
        .log(
            kernels instanceof ScalarKernels
                ? System.Logger.Level.WARNING
                : System.Logger.Level.INFO,
            "kernels: {0} ({1})",
            kernels.description(),
            reason);
    return kernels;
  }
}
