package org.sluice.engine.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.optim.BlockMomentum;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.optim.OuterNesterov;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.optim.PlainAverage;
import org.sluice.engine.optim.Schedule;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.LocalTask;
import org.sluice.engine.train.LocalTrainer;
import org.sluice.engine.train.ParameterAverager;

/**
 * How well replicas learn that are averaged, at equal samples: a next-character LSTM on the text
 * file named first, then the outer optimizers to try ({@code average}, {@code block-momentum},
 * {@code nesterov}). Replicas run one after the other, so a training is as deterministic as on a
 * cluster. A line for each epoch: algorithm, N, rate, epoch, rounds so far, characters trained on,
 * validation loss in nats.
 *
 * <p>{@code -Dreplicas=1,2,4,8 -Drates=2,5 -Depochs=20 -Dcharacters=1100000 -Dhidden=64} {@code
 * -Dlanes=16 -Dwindow=32 -Dsteps=20 -Dthreads=1}
 */
public final class AveragingBenchmark {
  private static final float[] NONE = {};
  private static final int VOCABULARY = 80; // the last stands for every rarer character
  private static final int VALIDATION = 50_000; // characters behind those of training
  private static final int EPOCHS = Integer.getInteger("epochs", 20);
  private static final int CHARACTERS = Integer.getInteger("characters", 1_100_000);
  private static final int HIDDEN = Integer.getInteger("hidden", 64);
  private static final int LANES = Integer.getInteger("lanes", 16);
  private static final int WINDOW = Integer.getInteger("window", 32);
  private static final int STEPS = Integer.getInteger("steps", 20);
  private static final Schedule SCHEDULE = new Schedule.Cosine(EPOCHS, 0.01);

  private final Network network =
      Network.of(
          new NetworkSpec(
              1,
              new EmbeddingSpec(VOCABULARY, 16),
              List.of(new LayerSpec(CellKind.LSTM, HIDDEN)),
              VOCABULARY));
  private final String algorithm;
  private final int replicas;
  private final double rate;
  private final OuterOptimizer outer;
  private final LocalTrainer trainer;
  private final List<Batcher> shards = new ArrayList<>();
  private final Batcher unseen;
  private float[] theta = network.initialise(1);
  private float[] start = theta;
  private final float[] state;

  private AveragingBenchmark(int[] text, String algorithm, int replicas, double rate) {
    this.algorithm = algorithm;
    this.replicas = replicas;
    this.rate = rate;
    outer = outer(algorithm, replicas);
    OptimizerSettings sgd = OptimizerSettings.of(OptimizerKind.SGD).withRate(rate);
    trainer =
        new LocalTrainer(
            network, new LocalPlan(STEPS, sgd, ClipSettings.byNorm(1), new CrossEntropy(0), false));
    for (int i = 0; i < replicas; i++) {
      shards.add(CharacterLanes.of(text, 0, CHARACTERS, i, replicas, LANES, WINDOW));
    }
    unseen = CharacterLanes.of(text, CHARACTERS, VALIDATION, 0, 1, 64, WINDOW);
    state = new float[outer.stateSize(theta.length)];
  }

  public static void main(String[] args) throws Exception {
    int[] text = characters(Path.of(args[0]));
    ExecutorService threads = Executors.newFixedThreadPool(Integer.getInteger("threads", 1));
    List<Future<?>> trainings = new ArrayList<>();
    for (double replicas : numbers("replicas", "1,2,4,8")) {
      for (double rate : numbers("rates", "2,5")) {
        for (String algorithm : Arrays.asList(args).subList(1, args.length)) {
          trainings.add(
              threads.submit(
                  () -> new AveragingBenchmark(text, algorithm, (int) replicas, rate).train()));
        }
      }
    }
    for (Future<?> training : trainings) {
      training.get();
    }
    threads.shutdown();
  }

  private static double[] numbers(String property, String fallback) {
    String list = System.getProperty(property, fallback);
    return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** The file's characters, the most frequent ones numbered by how often they come. */
  private static int[] characters(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    text = text.substring(0, Math.min(text.length(), CHARACTERS + VALIDATION));
    Map<Integer, Long> counts =
        text.chars()
            .boxed()
            .collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.counting()));
    List<Integer> byCount = new ArrayList<>(counts.keySet());
    byCount.sort(Comparator.comparing(counts::get).reversed());
    return text.chars().map(c -> Math.min(byCount.indexOf(c), VOCABULARY - 1)).toArray();
  }

  private static OuterOptimizer outer(String algorithm, int replicas) {
    return switch (algorithm) {
      case "average" -> new PlainAverage();
      case "block-momentum" -> new BlockMomentum(1 - 1.0 / replicas, 1, false);
      case "nesterov" -> new OuterNesterov(0.9, 0.7);
      default -> throw new IllegalArgumentException(algorithm);
    };
  }

  private void train() {
    long batches = shards.get(0).batches();
    long rounds = (batches + STEPS - 1) / STEPS;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      float[][] states = new float[replicas][0];
      for (long next = 0; next < batches; next += STEPS) {
        round(epoch, next, states);
      }
      double loss = trainer.score(unseen, theta).mean();
      long samples = (epoch + 1) * replicas * batches * WINDOW * LANES;
      System.out.printf(
          Locale.ROOT,
          "%s %d %s %d %d %d %.5f%n",
          algorithm,
          replicas,
          rate,
          epoch + 1,
          (epoch + 1) * rounds,
          samples,
          loss);
    }
  }

  private void round(int epoch, long next, float[][] states) {
    ParameterAverager averager = new ParameterAverager();
    double factor = SCHEDULE.factor(epoch, new double[0]);
    for (int i = 0; i < replicas; i++) {
      LocalTask task = new LocalTask(start, NONE, states[i], epoch, next, i, STEPS, factor);
      LocalResult result = trainer.run(shards.get(i), task);
      states[i] = result.state();
      averager.add(result);
    }
    float[] moved = theta.clone();
    outer.step(moved, start, averager.average(), state, factor);
    theta = moved;
    start = outer.start(theta, state);
  }
}
