package org.sluice.engine.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batch;
import org.sluice.engine.infer.Stepper;
import org.sluice.engine.kernel.FmaPeak;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.Workspace;
import org.sluice.engine.optim.Clipping;
import org.sluice.engine.optim.Optimizer;
import org.sluice.engine.optim.Sgd;

/**
 * Training steps per second (forward, loss, backward, clipping, SGD) on the shapes named as
 * arguments. {@code -Dwarm} and {@code -Drep} are seconds of warm-up and of one repetition, {@code
 * -Dreps} how many repetitions; the line says their median, the best one also as a share of the
 * multiply-adds that the cores could do at most, and the bytes that a step allocates. With {@code
 * -Dthreads=2} two threads each train a network of their own, and their rates are added; with
 * {@code -Dint8=true} inference runs on rounded weights.
 */
public final class StepBenchmark {
  private static final double WARM = Double.parseDouble(System.getProperty("warm", "3"));
  private static final double REP = Double.parseDouble(System.getProperty("rep", "0.7"));
  private static final int REPS = Integer.getInteger("reps", 7);
  private static final int THREADS = Integer.getInteger("threads", 1);

  private StepBenchmark() {}

  public static void main(String[] shapes) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (String name : shapes) {
        measure(Shape.named(name), pool);
      }
    } finally {
      pool.shutdown();
    }
  }

  static Runnable trainingStep(Shape shape) {
    Network network = Network.of(shape.network());
    float[] theta = network.initialise(1);
    float[] gradient = new float[theta.length];
    Optimizer sgd = new Sgd(0.01, 0);
    float[] optimizerState = new float[sgd.stateSize(theta.length)];
    Loss loss = shape.classifies() ? new CrossEntropy(0) : new SquaredError();
    Workspace workspace = network.workspace(shape.steps, shape.rows, shape.steps);
    Batch batch = batch(shape);
    float[] state = new float[network.stateSize(shape.rows)];
    return () -> {
      Arrays.fill(state, 0);
      workspace.forward(theta, batch, state);
      double sum = workspace.loss(loss, batch);
      workspace.backward(theta, batch, gradient);
      Clipping.byGlobalNorm(gradient, 5);
      sgd.step(theta, gradient, optimizerState);
      if (!Double.isFinite(sum)) {
        throw new IllegalStateException("the loss is " + sum);
      }
    };
  }

  private static Runnable inferenceStep(Shape shape) {
    Network network = Network.of(shape.network());
    float[] theta = network.initialise(1);
    Stepper stepper =
        Boolean.getBoolean("int8") ? Stepper.int8(network, theta) : new Stepper(network, theta);
    Stepper.State state = stepper.newState(shape.rows);
    float[] x = batch(shape).x;
    float[] y = new float[shape.rows * shape.outputs];
    return () -> stepper.step(state, x, y);
  }

  private static Batch batch(Shape shape) {
    int targets = shape.classifies() ? 1 : shape.outputs;
    Batch batch = new Batch(shape.steps, shape.rows, shape.inputs, targets, shape.steps);
    Draws draws = Draws.of(1, Purpose.SAMPLE);
    for (int i = 0; i < batch.x.length; i++) {
      batch.x[i] = draws.at(0).uniform(i, 1.7f);
    }
    for (int i = 0; i < batch.target.length; i++) {
      batch.target[i] =
          shape.classifies()
              ? Math.floorMod(draws.at(1).bits(i), shape.outputs)
              : draws.at(1).uniform(i, 1.7f);
    }
    Arrays.fill(batch.weight, 1);
    return batch;
  }

  private static void measure(Shape shape, ExecutorService pool)
      throws InterruptedException, ExecutionException {
    List<Runnable> steps =
        Stream.generate(() -> shape.trains() ? trainingStep(shape) : inferenceStep(shape))
            .limit(THREADS)
            .toList();
    Rate.together(pool, steps, 20, WARM);
    double peak = FmaPeak.gflops(50);
    Rate[] rates = new Rate[REPS];
    for (int r = 0; r < REPS; r++) {
      rates[r] = Rate.together(pool, steps, 3, REP);
    }
    peak = THREADS * Math.max(peak, FmaPeak.gflops(50));
    print(shape, rates, peak);
  }

  private static void print(Shape shape, Rate[] rates, double peak) {
    double[] perSecond = Arrays.stream(rates).mapToDouble(Rate::stepsPerSecond).sorted().toArray();
    double median = perSecond[perSecond.length / 2];
    double best = perSecond[perSecond.length - 1];
    System.out.printf(
        Locale.ROOT,
        "peer=sluice threads=%d shape=%s steps_per_s=%.2f tokens_per_s=%.0f gflops=%.2f"
            + " ms_per_step=%.4f best=%.2f worst=%.2f peak_gflops=%.1f best_of_peak=%.3f"
            + " bytes_per_step=%.0f%n",
        THREADS,
        shape,
        median,
        median * shape.rows * shape.steps,
        median * shape.flops() * 1e-9,
        THREADS * 1e3 / median,
        best,
        perSecond[0],
        peak,
        best * shape.flops() * 1e-9 / peak,
        Arrays.stream(rates).mapToDouble(Rate::bytesPerStep).min().orElseThrow());
  }
}
