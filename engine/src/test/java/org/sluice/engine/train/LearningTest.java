package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;

/** Two replicas learn waves that the last value foretells badly, and are scored on unseen ones. */
class LearningTest {
  private static final float[] NONE = {};
  private static final int HORIZON = 3;
  private static final int LOCAL_STEPS = 10;
  private static final Framing FRAMING = Waves.framing(16, HORIZON);

  private final Network network =
      Network.of(
          new NetworkSpec(Waves.COLUMNS, List.of(new LayerSpec(CellKind.LSTM, 16)), HORIZON));
  private final LocalTrainer trainer =
      new LocalTrainer(network, Plans.sgd(LOCAL_STEPS, 0.1, 0.9, 1, false));
  private final Batcher unseen =
      Batchers.inOrder(Waves.windows(0, Waves.segment(7, 300)), FRAMING, 32);

  @Test
  void averagedReplicasLearnFromWindows() {
    List<Batcher> shards = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      shards.add(Batchers.windowed(Waves.windows(i, Waves.segment(i, 600)), FRAMING, 16, 11));
    }
    assertLearns(shards, 10);
  }

  @Test
  void averagedReplicasLearnFromStreams() {
    List<Batcher> shards = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      shards.add(Batchers.lanes(Waves.lanes(4, 2000, HORIZON), FRAMING, 16));
    }
    assertLearns(shards, 5);
  }

  @Test
  void averagedReplicasLearnFromWholeSequences() {
    List<Batcher> shards = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int replica = i;
      Segment[] unequal =
          IntStream.range(0, 200)
              .mapToObj(s -> Waves.segment(replica + 2 * s, 8 + s % 17))
              .toArray(Segment[]::new);
      Framing whole = Waves.framing(24, HORIZON);
      shards.add(Batchers.sequences(Waves.windows(i, unequal), whole, 16, true, 11));
    }
    assertLearns(shards, 40);
  }

  private void assertLearns(List<Batcher> shards, int epochs) {
    float[] theta = network.initialise(1);
    double naive = naive();
    double untrained = trainer.score(unseen, theta).mean();
    double trained = trainer.score(unseen, train(shards, theta, epochs)).mean();
    assertThat(untrained).isGreaterThan(naive);
    assertThat(trained).isLessThan(naive / 5);
  }

  private float[] train(List<Batcher> shards, float[] theta, int epochs) {
    float[] start = theta;
    for (int epoch = 0; epoch < epochs; epoch++) {
      float[][] states = new float[shards.size()][0];
      for (long next = 0; next < shards.get(0).batches(); next += LOCAL_STEPS) {
        ParameterAverager averager = new ParameterAverager();
        for (int i = 0; i < states.length; i++) {
          LocalTask task = new LocalTask(start, NONE, states[i], epoch, next);
          LocalResult result = trainer.run(shards.get(i), task);
          states[i] = result.state();
          averager.add(result);
        }
        start = averager.average();
      }
    }
    return start;
  }

  /** Mean squared error of forecasting the last value of the target column. */
  private double naive() {
    Batch batch = unseen.newBatch();
    double sum = 0;
    double weights = 0;
    for (long index = 0; index < unseen.batches(); index++) {
      weights += unseen.fill(0, index, batch);
      for (int b = 0; b < batch.rows; b++) {
        float last = batch.x[((batch.steps - 1) * batch.rows + b) * batch.inputs];
        for (int h = 0; h < HORIZON; h++) {
          int at = b * HORIZON + h;
          double error = batch.target[at] - last;
          sum += batch.weight[at] * error * error;
        }
      }
    }
    return sum / weights;
  }
}
