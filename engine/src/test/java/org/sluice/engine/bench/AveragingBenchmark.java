package org.sluice.engine.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.network.Network;
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
 * How well replicas learn that are averaged, at equal samples: a small LSTM on the file named
 * first, a text by characters or a table by sensors (see {@link Stream}), then the outer optimizers
 * to try ({@code average}, {@code block-momentum}, {@code look-ahead}, {@code nesterov}). Replicas
 * run one after the other, so a training is as deterministic as on a cluster; {@code threads}
 * trainings run at a time. A line for each epoch: algorithm, N, K, rate, epoch, rounds so far,
 * steps of the stream trained on, validation loss.
 *
 * <p>{@code -Dreplicas=1,2,4,8 -Drates=2,5 -Dsteps=20 -Depochs=20 -Dtraining=1000000} {@code
 * -Dvalidation=50000 -Dhidden=32 -Dlanes=16 -Dwindow=32 -Dthreads=1}; {@code -Dmomentum=0.9} for
 * another block momentum than 1 - 1/N, {@code -DwarmStart=0.05} of the first epoch's rounds with
 * replica 0 alone
 */
public final class AveragingBenchmark {
  private static final float[] NONE = {};
  private static final int EPOCHS = Integer.getInteger("epochs", 20);
  private static final int TRAINING = Integer.getInteger("training", 1_000_000);
  private static final int VALIDATION = Integer.getInteger("validation", 50_000);
  private static final int HIDDEN = Integer.getInteger("hidden", 32);
  private static final int LANES = Integer.getInteger("lanes", 16);
  private static final int UNSEEN_LANES = Integer.getInteger("validationLanes", 64);
  private static final int WINDOW = Integer.getInteger("window", 32);
  private static final Schedule SCHEDULE = new Schedule.Cosine(EPOCHS, 0.01);

  /** One training to try. */
  private record Trial(String algorithm, int replicas, int localSteps, double rate) {
    OuterOptimizer outer() {
      String fallback = Double.toString(1 - 1.0 / replicas);
      double momentum = Double.parseDouble(System.getProperty("momentum", fallback));
      return switch (algorithm) {
        case "average" -> new PlainAverage();
        case "block-momentum" -> new BlockMomentum(momentum, 1, false);
        case "look-ahead" -> new BlockMomentum(momentum, 1, true);
        case "nesterov" -> new OuterNesterov(0.9, 0.7);
        default -> throw new IllegalArgumentException(algorithm);
      };
    }
  }

  private final Trial trial;
  private final OuterOptimizer outer;
  private final LocalTrainer trainer;
  private final List<Batcher> shards = new ArrayList<>();
  private final Batcher unseen;
  private float[] theta;
  private float[] start;
  private final float[] state;

  private AveragingBenchmark(Stream stream, Trial trial) {
    this.trial = trial;
    outer = trial.outer();
    Network network = Network.of(stream.network(HIDDEN));
    OptimizerSettings sgd = OptimizerSettings.of(OptimizerKind.SGD).withRate(trial.rate());
    LocalPlan plan =
        new LocalPlan(trial.localSteps(), sgd, ClipSettings.byNorm(1), stream.loss(), false);
    trainer = new LocalTrainer(network, plan);
    for (int i = 0; i < trial.replicas(); i++) {
      shards.add(StreamLanes.of(stream, 0, TRAINING, i, trial.replicas(), LANES, WINDOW));
    }
    unseen = StreamLanes.of(stream, TRAINING, VALIDATION, 0, 1, UNSEEN_LANES, WINDOW);
    theta = network.initialise(1);
    start = theta;
    state = new float[outer.stateSize(theta.length)];
  }

  public static void main(String[] args) throws Exception {
    Stream stream = Stream.of(Path.of(args[0]), TRAINING, VALIDATION);
    ExecutorService threads = Executors.newFixedThreadPool(Integer.getInteger("threads", 1));
    List<Future<?>> trainings = new ArrayList<>();
    for (double replicas : numbers("replicas", "1,2,4,8")) {
      for (double steps : numbers("steps", "20")) {
        for (double rate : numbers("rates", "2,5")) {
          for (String algorithm : Arrays.asList(args).subList(1, args.length)) {
            Trial trial = new Trial(algorithm, (int) replicas, (int) steps, rate);
            trainings.add(threads.submit(() -> new AveragingBenchmark(stream, trial).train()));
          }
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

  private void train() {
    int steps = trial.localSteps();
    long batches = shards.get(0).batches();
    long rounds = (batches + steps - 1) / steps;
    double part =
        trial.replicas() == 1 ? 0 : Double.parseDouble(System.getProperty("warmStart", "0"));
    long lead = Math.round(part * rounds);
    long done = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      float[][] states = new float[trial.replicas()][0];
      long ahead = epoch == 0 ? lead : 0;
      for (long round = 0; round < rounds + ahead; round++) {
        round(epoch, round * steps, ahead * steps, states);
        done++;
      }
      double loss = trainer.score(unseen, theta).mean();
      long samples = (epoch + 1) * trial.replicas() * batches * WINDOW * LANES;
      System.out.printf(
          Locale.ROOT,
          "%s %d %d %s %d %d %d %.5f%n",
          trial.algorithm(),
          trial.replicas(),
          steps,
          trial.rate(),
          epoch + 1,
          done,
          samples,
          loss);
    }
  }

  /**
   * @param next batch of replica 0
   * @param lead batches that it is ahead of the others; while they have none, it trains alone
   */
  private void round(int epoch, long next, long lead, float[][] states) {
    ParameterAverager averager = new ParameterAverager();
    double factor = SCHEDULE.factor(epoch, new double[0]);
    for (int i = 0; i < states.length; i++) {
      long first = i == 0 ? next : next - lead;
      long batch = first < 0 ? shards.get(i).batches() : first;
      LocalTask task =
          new LocalTask(start, NONE, states[i], epoch, batch, i, trial.localSteps(), factor);
      LocalResult result = trainer.run(shards.get(i), task);
      states[i] = result.state();
      averager.add(result);
    }
    move(averager.average(), next < lead ? new PlainAverage() : outer, factor);
  }

  private void move(float[] average, OuterOptimizer by, double factor) {
    float[] moved = theta.clone();
    by.step(moved, start, average, state, factor);
    theta = moved;
    start = outer.start(theta, state);
  }
}
