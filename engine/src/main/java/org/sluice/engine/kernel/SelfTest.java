package org.sluice.engine.kernel;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.stream.Collectors;

/**
 * Finds out whether the JVM compiles the kernels well: now and then it does not, for no known
 * reason, and training is ten times slower. Runs products of its own in the background until they
 * are fast, which takes some tenths of a second, and logs their rate; then the other kernels, whose
 * rates are logged for those who look closer. Nothing waits for it, as that would gain nothing: the
 * first steps of a training warm the kernels just as soon. It touches no array but its own, so it
 * cannot change a result. Rates are of processor time: a busy machine does not make them low.
 */
final class SelfTest implements Runnable {
  private static final System.Logger LOG = System.getLogger("org.sluice.engine");

  /** Billions of operations a second below which something is wrong, on any machine. */
  private static final double LEAST_VECTOR = 8;

  private static final double LEAST_PORTABLE = 1;

  private static final int BATCH = 20;

  /** Batches in which the rate of products has to stop rising. */
  private static final int STEADY = 200;

  /** Seconds of processor time after which slow products count as slow. */
  private static final double PATIENCE = 2;

  /** Seconds of processor time for each of the other kernels. */
  private static final double GLANCE = 0.02;

  private final Kernels kernels;
  private final double least;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

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
    KernelWork work = new KernelWork(kernels);
    double rate = rate(work.product());
    boolean slow = rate < least;
    LOG.log(slow ? Level.WARNING : Level.INFO, message(kernels.description(), rate, slow));
    LOG.log(Level.DEBUG, "kernels, billions of operations a second: {0}", rates(work));
  }

  /** Warms the other kernels and tells the best rate of each. */
  String rates(KernelWork work) {
    return work.others().stream()
        .map(kernel -> "%s %.2f".formatted(kernel.name(), rate(kernel, GLANCE, Integer.MAX_VALUE)))
        .collect(Collectors.joining(", "));
  }

  static String message(String kernels, double rate, boolean slow) {
    String measured = "kernels: %s, products at %.1f GFLOP/s".formatted(kernels, rate);
    return slow
        ? measured
            + ", far too slow: the JVM has not compiled them well; results are right all the same,"
            + " but where training stays slow, restart it"
        : measured;
  }

  /** The best rate of products, once it has been above the least one and no longer rises. */
  double rate(KernelWork.Work product) {
    return rate(product, PATIENCE, STEADY);
  }

  /** Billions of operations a second in the best batch until {@code steady} were no better. */
  private double rate(KernelWork.Work work, double seconds, int most) {
    double best = 0;
    int steady = 0;
    long start = threads.getCurrentThreadCpuTime();
    long now = start;
    while (steady < most && now - start < seconds * 1e9) {
      for (int i = 0; i < BATCH; i++) {
        work.run().run();
      }
      long then = now;
      now = threads.getCurrentThreadCpuTime();
      double rate = BATCH * work.operations() / Math.max(1, now - then);
      steady = rate > best || best < least ? 0 : steady + 1;
      best = Math.max(best, rate);
    }
    return best;
  }
}
