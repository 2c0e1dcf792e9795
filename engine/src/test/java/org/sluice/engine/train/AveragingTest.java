package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
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
import org.sluice.engine.optim.Clipping;
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

  private LocalResult step(LocalPlan plan, float[] theta, int rows, Shard shard) {
    Batcher batcher = Batchers.inOrder(shard, Waves.framing(6, 2), rows);
    return new LocalTrainer(network, plan).run(batcher, new LocalTask(theta, NONE, NONE, 0, 0));
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
