package org.sluice.engine.kernel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Products and activations of each implementation, on the panels of an LSTM with 64, 128 and 512
 * units and 32 rows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmark {
  private static final int ROWS = 32;
  private static final int WIDTH = Kernels.MAX_WIDTH;
  private static final float[] BIAS = new float[WIDTH];

  @Param({"vector", "portable", "scalar"})
  public String kind;

  @Param({"64", "128", "512"})
  public int hidden;

  private Kernels kernels;
  private float[] a;
  private float[] weights;
  private float[] gates;

  /** Multiply-adds of a product, so that JMH prints them as a rate: billions a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public double billionMultiplyAdds;
  }

  public static void main(String[] options) throws CommandLineOptionException, RunnerException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(options))
                .include(KernelBenchmark.class.getName())
                .build())
        .run();
  }

  @Setup
  public void allocate() {
    kernels = KernelChoice.choose(kind);
    a = new float[ROWS * hidden];
    weights = new float[hidden / Kernels.UNITS * hidden * WIDTH];
    gates = new float[hidden / Kernels.UNITS * ROWS * WIDTH];
    Arrays.fill(a, 0.5f);
    Arrays.fill(weights, 1e-3f);
  }

  /** {@code Z = h U}: every panel of a step's recurrent product. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public float[] product(Work work) {
    int panels = hidden / Kernels.UNITS;
    kernels.multiply(
        panels,
        ROWS,
        hidden,
        WIDTH,
        a,
        0,
        hidden,
        1,
        weights,
        0,
        hidden * WIDTH,
        WIDTH,
        gates,
        0,
        ROWS * WIDTH,
        WIDTH,
        BIAS,
        0,
        0,
        0);
    work.billionMultiplyAdds += 4e-9 * ROWS * hidden * hidden;
    return gates;
  }

  /** One gate of a step. */
  @Benchmark
  public float[] sigmoid() {
    kernels.sigmoid(ROWS * hidden / Kernels.UNITS, gates, 0, WIDTH);
    return gates;
  }

  @Benchmark
  public float[] tanh() {
    kernels.tanh(ROWS * hidden / Kernels.UNITS, gates, 0, WIDTH);
    return gates;
  }
}
