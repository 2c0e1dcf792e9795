package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Workspace;
import org.sluice.engine.optim.BlockMomentum;
import org.sluice.engine.optim.Clipping;
import org.sluice.engine.optim.GradientDescent;
import org.sluice.engine.optim.OuterNesterov;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.optim.PlainAverage;
import org.sluice.engine.optim.Sgd;

/** The identities that averaging rests on. */
class AveragingTest {
  private static final float[] NONE = {};
  private static final int EPOCHS = 3;

  private final Network network =
      Network.of(new NetworkSpec(Waves.COLUMNS, List.of(new LayerSpec(CellKind.LSTM, 5)), 2));

  @Test
  void roundsOfOneReplicaAreOneLongSerialRunBitForBit() {
    Batcher windows =
        Batchers.windowed(Waves.windows(0, Waves.segment(0, 120)), Waves.framing(6, 2), 8, 7);
    assertThat(inRounds(windows, 4)).isEqualTo(serially(windows));
    assertThat(inRounds(windows, 1)).isEqualTo(serially(windows));
  }

  @Test
  void theSameHoldsWhereStateIsCarried() {
    Batcher lanes = Batchers.lanes(Waves.lanes(3, 80, 2), Waves.framing(1, 2), 6);
    assertThat(inRounds(lanes, 4)).isEqualTo(serially(lanes));
    assertThat(inRounds(lanes, 100)).isEqualTo(serially(lanes));
  }

  /** One plain step each over shards of 4, 4 and 2 windows, and one step over all ten. */
  @Test
  void oneStepOfEveryReplicaIsAStepOnTheirBatchesTogether() {
    Segment[] segments = {Waves.segment(0, 11), Waves.segment(1, 11), Waves.segment(2, 9)};
    LocalPlan plan = Plans.sgd(1, 0.5, 0, Double.POSITIVE_INFINITY, true);
    float[] theta = network.initialise(3);
    ParameterAverager averager = new ParameterAverager();
    for (int i = 0; i < segments.length; i++) {
      averager.add(step(plan, theta, 4, Waves.windows(i, segments[i])));
    }
    float[] average = averager.average();
    LocalResult together = step(plan, theta, 12, Waves.windows(0, segments));
    assertThat(averager.score().labelled()).isEqualTo(together.labelled()).isEqualTo(20);
    double moved = 0;
    for (int i = 0; i < theta.length; i++) {
      assertThat(average[i]).isCloseTo(together.theta()[i], within(1e-6f));
      moved = Math.max(moved, Math.abs(average[i] - theta[i]));
    }
    assertThat(moved).isGreaterThan(0.01);
  }

  @Test
  void blockMomentumOfOneReplicaIsOneLongSerialRunBitForBit() {
    Batcher windows =
        Batchers.windowed(Waves.windows(0, Waves.segment(0, 120)), Waves.framing(6, 2), 8, 7);
    LocalPlan plan = Plans.sgd(4, 0.1, 0.9, 0.5, true);
    assertThat(together(List.of(windows), plan, new BlockMomentum(0, 1, false)))
        .isEqualTo(serially(windows));
    assertThat(together(List.of(windows), plan, new BlockMomentum(0, 1, true)))
        .isEqualTo(serially(windows));
  }

  @Test
  void blockMomentumWithoutMomentumIsThePlainAverageBitForBit() {
    List<Batcher> shards = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shards.add(
          Batchers.windowed(
              Waves.windows(i, Waves.segment(i, 90 + 7 * i)), Waves.framing(6, 2), 8, 7));
    }
    LocalPlan plan = Plans.sgd(4, 0.1, 0.9, 0.5, false);
    float[] average = together(shards, plan, new PlainAverage());
    assertThat(together(shards, plan, new BlockMomentum(0, 1, false))).isEqualTo(average);
    assertThat(together(shards, plan, new BlockMomentum(0, 1, true))).isEqualTo(average);
    assertThat(together(shards, plan, new OuterNesterov(0, 1))).isEqualTo(average);
    assertThat(together(shards, plan, new BlockMomentum(0.5, 1, false))).isNotEqualTo(average);
  }

  @Test
  void gradientsOfOneReplicaAreOneLongSerialRunBitForBit() {
    Batcher lanes = Batchers.lanes(Waves.lanes(3, 80, 2), Waves.framing(1, 2), 6);
    LocalPlan local = Plans.sgd(1, 0.1, 0.9, 0.5, false);
    LocalPlan plan = new LocalPlan(1, local.optimizer(), local.clip(), local.loss(), false, true);
    GradientDescent descent = new GradientDescent(local.optimizer(), local.clip(), List.of());
    assertThat(together(List.of(lanes), plan, descent)).isEqualTo(serially(lanes));
  }

  /** With momentum and clipping, unlike parameters that are averaged. */
  @Test
  void averagedGradientsAreThoseOfTheBatchesTogether() {
    Segment[] segments = {Waves.segment(0, 11), Waves.segment(1, 11), Waves.segment(2, 9)};
    LocalPlan local = Plans.sgd(1, 0.5, 0.9, 0.1, false);
    LocalPlan plan = new LocalPlan(1, local.optimizer(), local.clip(), local.loss(), false, true);
    GradientDescent descent = new GradientDescent(local.optimizer(), local.clip(), List.of());
    List<Batcher> parts = new ArrayList<>();
    for (int i = 0; i < segments.length; i++) {
      parts.add(Batchers.inOrder(Waves.windows(i, segments[i]), Waves.framing(6, 2), 4));
    }
    Batcher whole = Batchers.inOrder(Waves.windows(0, segments), Waves.framing(6, 2), 12);
    float[] averaged = together(parts, plan, descent);
    float[] expected = together(List.of(whole), plan, descent);
    for (int i = 0; i < expected.length; i++) {
      assertThat(averaged[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void gradientsAreOfOneStep() {
    LocalPlan local = Plans.sgd(2, 0.1, 0.9, 0.5, false);
    assertThatThrownBy(
            () -> new LocalPlan(2, local.optimizer(), local.clip(), local.loss(), false, true))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.localSteps must be 1 where training.averaging is");
  }

  private LocalResult step(LocalPlan plan, float[] theta, int rows, Shard shard) {
    Batcher batcher = Batchers.inOrder(shard, Waves.framing(6, 2), rows);
    return new LocalTrainer(network, plan).run(batcher, new LocalTask(theta, NONE, NONE, 0, 0));
  }

  /** As a driver does it, whatever the outer optimizer. */
  private float[] together(List<Batcher> shards, LocalPlan plan, OuterOptimizer outer) {
    LocalTrainer trainer = new LocalTrainer(network, plan);
    float[] theta = network.initialise(3);
    float[] start = theta;
    float[] memory = new float[outer.stateSize(theta.length)];
    float[] optimizer = NONE;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      float[][] states = new float[shards.size()][0];
      for (long next = 0; next < shards.get(0).batches(); next += plan.localSteps()) {
        ParameterAverager averager = new ParameterAverager();
        for (int i = 0; i < states.length; i++) {
          LocalTask task = new LocalTask(start, optimizer, states[i], epoch, next);
          LocalResult result = trainer.run(shards.get(i), task);
          states[i] = result.state();
          averager.add(result);
        }
        theta = theta.clone();
        outer.step(theta, start, averager.average(), memory, 1);
        start = outer.start(theta, memory);
        optimizer = averager.averageOptimizer();
      }
    }
    return theta;
  }

  /** As a driver does it: a new trainer for each round, everything carried in arrays. */
  private float[] inRounds(Batcher batcher, int localSteps) {
    LocalPlan plan = Plans.sgd(localSteps, 0.1, 0.9, 0.5, true);
    float[] theta = network.initialise(3);
    float[] optimizer = NONE;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      float[] state = NONE;
      for (long next = 0; next < batcher.batches(); next += localSteps) {
        LocalTask task = new LocalTask(theta, optimizer, state, epoch, next);
        LocalResult result = new LocalTrainer(network, plan).run(batcher, task);
        ParameterAverager averager = new ParameterAverager();
        averager.add(result);
        theta = averager.average();
        optimizer = averager.averageOptimizer();
        state = result.state();
      }
    }
    return theta;
  }

  /** The loop of a textbook. */
  private float[] serially(Batcher batcher) {
    float[] theta = network.initialise(3);
    float[] gradient = new float[theta.length];
    float[] velocity = new float[theta.length];
    Batch batch = batcher.newBatch();
    Workspace workspace = network.workspace(batch.steps, batch.rows, batch.targetSteps);
    Sgd sgd = new Sgd(0.1, 0.9);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      float[] state = new float[network.stateSize(batch.rows)];
      for (long index = 0; index < batcher.batches(); index++) {
        batcher.fill(epoch, index, batch);
        workspace.forward(theta, batch, batcher.carriesState() ? state : new float[state.length]);
        workspace.loss(batch);
        workspace.backward(theta, batch, gradient);
        Clipping.byGlobalNorm(gradient, 0.5);
        sgd.step(theta, gradient, velocity);
      }
    }
    return theta;
  }
}
