package org.sluice.engine.kernel;

/**
 * A sum along an axis whose bits depend on no vector width: element j is added to partial j mod
 * {@value #COUNT}, in index order, and the partials are joined by a fixed tree.
 */
public final class Partials {
  public static final int COUNT = 16;

  private Partials() {}

  /** Partial p with p + 8, then with p + 4, p + 2 and p + 1; in double. */
  public static double join(float[] partials) {
    return eight(partials, 0) + eight(partials, 1);
  }

  /** Of the partials of one parity. */
  private static double eight(float[] p, int odd) {
    return four(p, odd) + four(p, odd + 2);
  }

  private static double four(float[] p, int at) {
    return two(p, at) + two(p, at + 4);
  }

  private static double two(float[] p, int at) {
    return (double) p[at] + p[at + 8];
  }
}
