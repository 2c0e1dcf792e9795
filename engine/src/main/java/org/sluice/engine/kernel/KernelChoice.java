package org.sluice.engine.kernel;

import java.lang.System.Logger.Level;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/**
 * Chooses the kernels of this JVM: the vector ones where it was started with {@code --add-modules
 * jdk.incubator.vector} and the machine's vectors hold 8 or 16 floats, else the portable ones.
 * {@code -Dsluice.kernels=vector|portable|scalar} overrides it. The choice is logged with its
 * reason; it never changes a result, only the speed. A JVM without hardware fma is refused.
 */
final class KernelChoice {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final System.Logger LOG = System.getLogger("org.sluice.engine");

  private static String refusal = "";
  private static final Kernels CHOSEN = chooseOnce(); // null where refused

  private KernelChoice() {}

  static Kernels chosen() {
    if (CHOSEN == null) {
      throw new SluiceException(refusal);
    }
    return CHOSEN;
  }

  /** A refusal is kept: thrown from here it would be wrapped as a class that cannot be loaded. */
  private static Kernels chooseOnce() {
    try {
      requireHardwareFma(HardwareFma.isUsed());
      Kernels kernels = choose(System.getProperty("sluice.kernels", "best"));
      SelfTest.start(kernels);
      return kernels;
    } catch (SluiceException e) {
      refusal = e.getMessage();
      return null;
    }
  }

  static void requireHardwareFma(boolean used) {
    Require.that(
        used,
        "this JVM has no fused multiply-add instruction (its UseFMA is off), so training would be"
            + " hundreds of times slower; use a processor with FMA3 or NEON and no -XX:-UseFMA");
  }

  static Kernels choose(String wanted) {
    String reason = "sluice.kernels is " + wanted;
    return switch (wanted) {
      case "scalar" -> report(Level.WARNING, new ScalarKernels(), reason);
      case "portable" -> report(Level.INFO, new PortableKernels(), reason);
      case "best", "vector" -> best();
      default -> {
        Require.that(
            false, "sluice.kernels must be one of vector, portable, scalar, got %s", wanted);
        yield null;
      }
    };
  }

  private static Kernels best() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      String reason = "the JVM was started without --add-modules " + VECTOR_MODULE;
      return report(
          Level.WARNING, new PortableKernels(), reason + ", which trains several times faster");
    }
    Kernels vector = vectorKernels();
    return vector == null
        ? report(
            Level.INFO, new PortableKernels(), "the machine's vectors hold fewer than 8 floats")
        : report(Level.INFO, vector, "the JVM has " + VECTOR_MODULE);
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

  private static Kernels report(Level level, Kernels kernels, String reason) {
    LOG.log(level, "kernels: {0} ({1})", kernels.description(), reason);
    return kernels;
  }
}
