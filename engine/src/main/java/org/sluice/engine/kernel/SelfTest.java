package org.sluice.engine.kernel;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Finds out whether the JVM compiles the kernels well: now and then it does not, for no known
 * reason, and training is ten times slower. Runs products of its own in the background until they
 * are fast, which takes some tenths of a second, and logs their rate; nothing waits for it, as that
 * would gain nothing: the first steps of a training warm the kernels just as soon. It touches no
 * array but its own, so it cannot change a result. Rates are of processor time: a busy machine does
 * not make them low.
 */
final class SelfTest implements Runnable {
  private static final System.Logger LOG = System.getLogger("org.sluice.engine");

  /** Billions of operations a second below which something is wrong, on any machine. */
  private static final double LEAST_VECTOR = 8;

  private static final double LEAST_PORTABLE = 1;

  private static final int ROWS = 8;
  private static final int DEPTH = 64;
  private static final int BATCH = 20;

  /** Batches in which the rate has to stop rising. */
  private static final int STEADY = 200;

  /** Seconds of processor time after which slow kernels count as slow. */
  private static final double PATIENCE = 2;

  private final Kernels kernels;
  private final double least;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final float[] a = new float[ROWS * DEPTH];
  private final float[] b = new float[DEPTH * Kernels.MAX_WIDTH];
  private final float[] c = new float[ROWS * Kernels.MAX_WIDTH];

  SelfTest(Kernels kernels) {
    this.kernels = kernels;
    least = kernels instanceof PortableKernels ? LEAST_PORTABLE : LEAST_VECTOR;
  }

  static void start(Kernels kernels) {
    Thread thread = new Thread(new SelfTest(kernels), "sluice-kernel-test");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  @Override
  public void run() {
    if (kernels.getClass() == ScalarKernels.class || !threads.isCurrentThreadCpuTimeSupported()) {
      return;
    }
    double rate = rate();
    boolean slow = rate < least;
    LOG.log(slow ? Level.WARNING : Level.INFO, message(kernels.description(), rate, slow));
  }

  static String message(String kernels, double rate, boolean slow) {
    String measured = "kernels: %s, products at %.1f GFLOP/s".formatted(kernels, rate);
    return slow
        ? measured
            + ", far too slow: the JVM has not compiled them well; results are right all the same,"
            + " but where training stays slow, restart it"
        : measured;
  }

  /** The best rate, once it has been above the least one and no longer rises. */
  double rate() {
    double best = 0;
    int steady = 0;
    long start = threads.getCurrentThreadCpuTime();
    long now = start;
    while (steady < STEADY && now - start < PATIENCE * 1e9) {
      products();
      long then = now;
      now = threads.getCurrentThreadCpuTime();
      double rate = 2.0 * BATCH * ROWS * DEPTH * Kernels.MAX_WIDTH / Math.max(1, now - then);
      steady = rate > best || best < least ? 0 : steady + 1;
      best = Math.max(best, rate);
    }
    return best;
  }

  private void products() {
    for (int i = 0; i < BATCH; i++) {
      kernels.multiply(
          1,
          ROWS,
          DEPTH,
          Kernels.MAX_WIDTH,
          a,
          0,
          DEPTH,
          1,
          b,
          0,
          0,
          Kernels.MAX_WIDTH,
          c,
          0,
          0,
          Kernels.MAX_WIDTH,
          c,
          0,
          0,
          Kernels.MAX_WIDTH);
    }
  }
}
