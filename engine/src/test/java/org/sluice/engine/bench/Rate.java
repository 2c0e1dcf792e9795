package org.sluice.engine.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** How fast a step ran, and what a step allocated on its thread. */
record Rate(double stepsPerSecond, double bytesPerStep) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Repeats each step on a thread of its own, all at once: rates added, the most bytes of any. */
  static Rate together(ExecutorService pool, List<Runnable> steps, int least, double seconds)
      throws InterruptedException, ExecutionException {
    List<Callable<Rate>> repetitions = new ArrayList<>();
    for (Runnable step : steps) {
      repetitions.add(() -> alone(step, least, seconds));
    }
    double perSecond = 0;
    double bytes = 0;
    for (Future<Rate> rate : pool.invokeAll(repetitions)) {
      perSecond += rate.get().stepsPerSecond;
      bytes = Math.max(bytes, rate.get().bytesPerStep);
    }
    return new Rate(perSecond, bytes);
  }

  /** Repeats a step at least {@code least} times and {@code seconds} long. */
  private static Rate alone(Runnable step, int least, double seconds) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long steps = 0;
    do {
      for (int i = 0; i < least; i++) {
        step.run();
      }
      steps += least;
    } while (System.nanoTime() - start < seconds * 1e9);
    double took = (System.nanoTime() - start) * 1e-9;
    double allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    return new Rate(steps / took, allocated / steps);
  }
}
