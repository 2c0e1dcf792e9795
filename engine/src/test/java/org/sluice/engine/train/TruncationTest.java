package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.LaneSpec;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Workspace;

/** Back-propagation that goes on by k1 steps and back by k2 (Williams and Peng 1990). */
class TruncationTest {
  private static final float[] NONE = {};
  private static final int STEPS = 23;

  /** A lane of one series, and one where a second begins at step 9. */
  private final Shard shard =
      new Shard(
          0,
          List.of(Waves.segment(0, 30), Waves.segment(1, 11), Waves.segment(2, 20)),
          List.of(
              new Shard.Lane(List.of(new Shard.Stretch(0, 0, STEPS))),
              new Shard.Lane(List.of(new Shard.Stretch(1, 0, 9), new Shard.Stretch(2, 0, 14)))));

  private final Network network =
      Network.of(
          new NetworkSpec(
              Waves.COLUMNS,
              List.of(new LayerSpec(CellKind.LSTM, 5), new LayerSpec(CellKind.GRU, 17)),
              2));
  private final float[] theta = network.initialise(3);

  @ParameterizedTest
  @CsvSource({"7, 3", "8, 1", "6, 4", "23, 5", "30, 2", "4, 4"})
  void overlappingWindowsGiveTheBitsOfOneLongWindow(int window, int stride) {
    Batcher whole = lanes(new LaneSpec(STEPS));
    Batch batch = whole.newBatch();
    whole.fill(0, 0, batch);
    Workspace workspace = workspace(batch);
    workspace.forward(theta, batch, new float[network.stateSize(2)]);
    float[] expected = workspace.outputs().clone();

    float[] found = new float[expected.length];
    Batcher cut = lanes(new LaneSpec(window, stride, 0));
    Batch part = cut.newBatch();
    Workspace small = workspace(part);
    float[] state = new float[network.stateSize(2)];
    for (int index = 0; index < cut.batches(); index++) {
      cut.fill(0, index, part);
      small.forward(theta, part, state);
      int at = index * small.outputs().length;
      int count = Math.min(small.outputs().length, found.length - at);
      System.arraycopy(small.outputs(), 0, found, at, count);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aWindowThatReachesBackToTheBeginningIsFullBackPropagation() {
    Batcher cut = lanes(new LaneSpec(STEPS, 1, 0));
    Batch part = cut.newBatch();
    Workspace workspace = workspace(part);
    for (int step : new int[] {0, 8, 9, 22}) {
      cut.fill(0, step, part);
      workspace.forward(theta, part, new float[network.stateSize(2)]);
      workspace.loss(part);
      float[] gradient = new float[theta.length];
      workspace.backward(theta, part, gradient);
      assertThat(gradient).containsExactly(full(step), within(1e-6f));
    }
  }

  /** Gradient of the loss at {@code step} alone, through all that stands before it. */
  private float[] full(int step) {
    Batcher whole = lanes(new LaneSpec(STEPS));
    Batch batch = whole.newBatch();
    whole.fill(0, 0, batch);
    int block = batch.rows * batch.outputs;
    Arrays.fill(batch.weight, 0, step * block, 0);
    Arrays.fill(batch.weight, (step + 1) * block, batch.weight.length, 0);
    Workspace workspace = workspace(batch);
    workspace.forward(theta, batch, new float[network.stateSize(2)]);
    workspace.loss(batch);
    float[] gradient = new float[theta.length];
    workspace.backward(theta, batch, gradient);
    return gradient;
  }

  @Test
  void aShorterReachGivesAnotherGradient() {
    LocalTask task = new LocalTask(theta, NONE, NONE, 0, 0);
    LocalResult far = trainer(9).run(lanes(new LaneSpec(12, 3, 0)), task);
    LocalResult near = trainer(9).run(lanes(new LaneSpec(3)), task);
    assertThat(near.labelled()).isEqualTo(far.labelled());
    assertThat(far.theta()).isNotEqualTo(near.theta());
  }

  @Test
  void roundsGoOnWhereTheOnesBeforeThemStopped() {
    Batcher cut = lanes(new LaneSpec(7, 3, 0));
    LocalResult once = trainer(6).run(cut, new LocalTask(theta, NONE, NONE, 0, 0));
    LocalResult first = trainer(2).run(cut, new LocalTask(theta, NONE, NONE, 0, 0));
    LocalResult then =
        trainer(4).run(cut, new LocalTask(first.theta(), first.optimizer(), first.state(), 0, 2));
    assertThat(then.theta()).isEqualTo(once.theta());
    assertThat(then.state()).isEqualTo(once.state());
  }

  @Test
  void everyTargetCountsOnceWhateverTheOverlap() {
    LocalTrainer trainer = trainer(1);
    Score whole = trainer.score(lanes(new LaneSpec(STEPS)), theta);
    Score cut = trainer.score(lanes(new LaneSpec(9, 4, 0)), theta);
    assertThat(cut.labelled()).isEqualTo(whole.labelled());
    assertThat(cut.loss()).isCloseTo(whole.loss(), within(1e-9 * whole.loss()));
  }

  private LocalTrainer trainer(int localSteps) {
    return new LocalTrainer(network, Plans.sgd(localSteps, 0.1, 0.9, 1, true));
  }

  private Batcher lanes(LaneSpec spec) {
    return Batchers.lanes(shard, Waves.framing(1, 2), spec);
  }

  private Workspace workspace(Batch batch) {
    return network.workspace(batch.steps, batch.rows, batch.targetSteps);
  }
}
