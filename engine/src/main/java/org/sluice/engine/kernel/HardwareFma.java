package org.sluice.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether {@code Math.fma} is one instruction of this machine. Without, the JVM computes it by way
 * of BigDecimal: the same bits, hundreds of times slower.
 */
final class HardwareFma {
  private HardwareFma() {}

  /**
   * What the JVM says of itself, so that no load on the machine can make it false. A JVM that does
   * not say counts as one that has it.
   */
  static boolean isUsed() {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm == null || Boolean.parseBoolean(jvm.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException | LinkageError e) {
      return true; // not HotSpot, or a JVM without the module jdk.management
    }
  }
}
