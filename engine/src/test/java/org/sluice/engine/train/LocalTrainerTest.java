package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.loss.AbsoluteError;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.params.Block;

class LocalTrainerTest {
  private static final float[] NONE = {};
  private static final int ALL = Integer.MAX_VALUE;
  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  private final Network network =
      Network.of(new NetworkSpec(Waves.COLUMNS, List.of(new LayerSpec(CellKind.LSTM, 5)), 2));
  private final float[] theta = network.initialise(3);
  private final LocalTrainer trainer = new LocalTrainer(network, Plans.sgd(4, 0.1, 0.9, 1, true));

  private final Batcher windows =
      Batchers.windowed(Waves.windows(0, Waves.segment(0, 100)), Waves.framing(6, 2), 8, 7);
  private final Batcher lanes = Batchers.lanes(Waves.lanes(3, 40, 2), Waves.framing(1, 2), 6);

  @Test
  void aRunIsAFunctionOfItsTaskAlone() {
    LocalTask task = task(2, 1);
    LocalResult first = trainer.run(windows, task);
    trainer.run(lanes, task(0, 0));
    trainer.run(windows, task(5, 3));
    trainer.score(windows, theta);
    LocalResult again = trainer.run(windows, task);
    assertThat(again).usingRecursiveComparison().isEqualTo(first);
    assertThat(task.theta()).isEqualTo(network.initialise(3));
    assertThat(first.theta()).isNotEqualTo(theta);
  }

  @Test
  void aTaskTriedAgainDrawsTheSameMasks() {
    LayerSpec dropped =
        new LayerSpec(CellKind.LSTM, 5)
            .with(new DropoutSpec(0.3, DropoutSpec.Mask.STEP, 0.3, 0, 0.1));
    Network noisy = Network.of(new NetworkSpec(Waves.COLUMNS, List.of(dropped), 2));
    LocalPlan plan = Plans.sgd(4, 0.1, 0.9, 1, true);
    LocalTask task = new LocalTask(theta, NONE, NONE, 1, 2, 77, ALL, 1);
    LocalResult first = new LocalTrainer(noisy, plan).run(windows, task);
    LocalTrainer used = new LocalTrainer(noisy, plan);
    LocalResult other = used.run(windows, new LocalTask(theta, NONE, NONE, 1, 2, 78, ALL, 1));
    assertThat(used.run(windows, task)).usingRecursiveComparison().isEqualTo(first);
    assertThat(other.theta()).isNotEqualTo(first.theta());
    assertThat(used.score(windows, theta)).isEqualTo(used.score(windows, theta));
  }

  @Test
  void frozenLayersStayAsTheyWere() {
    LayerSpec lstm = new LayerSpec(CellKind.LSTM, 5);
    Network half = Network.of(new NetworkSpec(Waves.COLUMNS, List.of(lstm.asFrozen(), lstm), 2));
    float[] start = half.initialise(3);
    LocalTrainer still = new LocalTrainer(half, Plans.sgd(4, 0.1, 0.9, 1, true));
    float[] moved = still.run(windows, new LocalTask(start, NONE, NONE, 0, 0)).theta();
    for (Block block : half.layout().blocks()) {
      boolean same = Arrays.equals(block.read(moved), block.read(start));
      assertThat(same).as(block.name()).isEqualTo(block.name().endsWith("_l0"));
    }
  }

  @Test
  void lanesRefuseLayersThatReadAhead() {
    LayerSpec both = new LayerSpec(CellKind.LSTM, 5).with(Direction.BOTH);
    Network ahead = Network.of(new NetworkSpec(Waves.COLUMNS, List.of(both), 2));
    LocalTrainer reader = new LocalTrainer(ahead, Plans.sgd(4, 0.1, 0.9, 1, true));
    float[] own = ahead.initialise(3);
    assertThat(reader.score(windows, own).mean()).isFinite();
    assertThatThrownBy(() -> reader.score(lanes, own))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("training.sampling = stateful carries state");
    assertThatThrownBy(() -> reader.run(lanes, new LocalTask(own, NONE, NONE, 0, 0)))
        .isInstanceOf(SluiceException.class);
  }

  @Test
  void aRunEndsWhereTheShardRunsOut() {
    assertThat(windows.batches()).isEqualTo(12);
    assertThat(trainer.run(windows, task(0, 0)).steps()).isEqualTo(4);
    assertThat(trainer.run(windows, task(0, 9)).steps()).isEqualTo(3);
    LocalResult idle = trainer.run(windows, task(0, 12));
    assertThat(idle.steps()).isZero();
    assertThat(idle.labelled()).isZero();
    assertThat(idle.loss()).isZero();
    assertThat(idle.theta()).isEqualTo(theta);
  }

  @Test
  void lossAndLabelledAreSumsOverTheTargets() {
    LocalTrainer still = new LocalTrainer(network, Plans.sgd(12, 1e-30, 0, UNBOUNDED, true));
    LocalResult result = still.run(windows, task(0, 0));
    Score score = still.score(windows, theta);
    assertThat(result.labelled()).isEqualTo(93 * 2); // windows times horizons
    assertThat(score.labelled()).isEqualTo(93 * 2);
    assertThat(result.loss()).isCloseTo(score.loss(), within(1e-9));
    assertThat(score.mean()).isCloseTo(score.loss() / 186, within(1e-12));
  }

  @Test
  void windowsStartFromTheZeroState() {
    LocalResult result = trainer.run(windows, task(0, 0));
    assertThat(result.state()).isEmpty();
    Batcher pairs = inOrder(2);
    Batcher singles = inOrder(1);
    Score together = trainer.score(pairs, theta);
    assertThat(trainer.score(singles, theta).loss())
        .isCloseTo(together.loss(), within(1e-9 * together.loss()));
  }

  @Test
  void lanesCarryTheirStateFromBatchToBatch() {
    Shard shard = Waves.lanes(3, 40, 2);
    Score whole = trainer.score(Batchers.lanes(shard, Waves.framing(1, 2), 40), theta);
    Score cut = trainer.score(Batchers.lanes(shard, Waves.framing(1, 2), 7), theta);
    assertThat(cut.labelled()).isEqualTo(3 * 40 * 2).isEqualTo(whole.labelled());
    assertThat(cut.loss()).isCloseTo(whole.loss(), within(1e-9 * whole.loss()));
  }

  @Test
  void theStateHandedInIsWhereLanesGoOn() {
    LocalTrainer still = new LocalTrainer(network, Plans.sgd(2, 1e-30, 0, UNBOUNDED, true));
    LocalResult two = still.run(lanes, task(0, 0));
    assertThat(two.state()).hasSize(network.stateSize(3));
    LocalTask onward = new LocalTask(theta, NONE, two.state(), 0, 2);
    float[] before = two.state().clone();
    LocalResult warm = still.run(lanes, onward);
    assertThat(onward.state()).isEqualTo(before);
    assertThat(warm.loss()).isNotEqualTo(still.run(lanes, task(0, 2)).loss());
  }

  @Test
  void aBatchWithoutATargetMovesNothingButTheState() {
    BitSet all = new BitSet();
    all.set(0, 200);
    Segment unlabelled = Waves.segment(0, 20, all);
    Shard shard =
        new Shard(
            0, List.of(unlabelled), List.of(new Shard.Lane(List.of(new Shard.Stretch(0, 0, 18)))));
    float[] velocity = new float[theta.length];
    velocity[0] = 1;
    LocalTask task = new LocalTask(theta, velocity, NONE, 0, 0);
    LocalResult result = trainer.run(Batchers.lanes(shard, Waves.framing(1, 2), 6), task);
    assertThat(result.steps()).isEqualTo(3);
    assertThat(result.labelled()).isZero();
    assertThat(result.theta()).isEqualTo(theta);
    assertThat(result.optimizer()).isEqualTo(velocity);
    assertThat(result.state()).isNotEqualTo(new float[network.stateSize(1)]);
    assertThat(trainer.score(Batchers.inOrder(shard, Waves.framing(6, 2), 4), theta))
        .isEqualTo(Score.NONE);
  }

  @Test
  void anOptimizerThatIsNotKeptStartsFromZeroEachTime() {
    LocalTrainer forgetful = new LocalTrainer(network, Plans.sgd(4, 0.1, 0.9, 1, false));
    float[] velocity = new float[theta.length];
    velocity[0] = 1;
    LocalResult result = forgetful.run(windows, new LocalTask(theta, velocity, NONE, 0, 0));
    assertThat(result.optimizer()).isEmpty();
    assertThat(result.theta()).isEqualTo(trainer.run(windows, task(0, 0)).theta());
  }

  @Test
  void theChangeOfAStepMayBeBoundedWhateverTheOptimizer() {
    LocalPlan plain = Plans.sgd(1, 1, 0, UNBOUNDED, true);
    OptimizerSettings adam = OptimizerSettings.of(OptimizerKind.ADAM).withRate(0.1);
    ClipSettings bound = new ClipSettings(UNBOUNDED, UNBOUNDED, UNBOUNDED, 0.02);
    LocalPlan plan = new LocalPlan(1, adam, bound, plain.loss(), true);
    LocalResult bounded = new LocalTrainer(network, plan).run(windows, task(0, 0));
    assertThat(distance(bounded.theta())).isCloseTo(0.02, within(1e-7));
    assertThat(bounded.optimizer()).hasSize(2 * theta.length + 1);
  }

  @Test
  void aScheduleMultipliesTheRateOfATask() {
    LocalTrainer slow = new LocalTrainer(network, Plans.sgd(4, 0.05, 0.9, 1, true));
    LocalTask half = new LocalTask(theta, NONE, NONE, 0, 0, 0, ALL, 0.5);
    assertThat(trainer.run(windows, half).theta())
        .isEqualTo(slow.run(windows, task(0, 0)).theta())
        .isNotEqualTo(trainer.run(windows, task(0, 0)).theta());
  }

  @Test
  void aTaskMayAskForFewerStepsThanThePlanAndForNoMore() {
    LocalTrainer two = new LocalTrainer(network, Plans.sgd(2, 0.1, 0.9, 1, true));

    LocalResult fewer = trainer.run(windows, new LocalTask(theta, NONE, NONE, 0, 0, 0, 2, 1));
    LocalResult most = two.run(windows, new LocalTask(theta, NONE, NONE, 0, 0, 0, 5, 1));

    assertThat(fewer.steps()).isEqualTo(2);
    assertThat(most).usingRecursiveComparison().isEqualTo(fewer);
  }

  @Test
  void trainingAndScoresAreOfThePlansLoss() {
    LocalPlan squares = Plans.sgd(12, 1e-30, 0, UNBOUNDED, true);
    LocalPlan plan =
        new LocalPlan(12, squares.optimizer(), squares.clip(), new AbsoluteError(), true);
    LocalTrainer absolute = new LocalTrainer(network, plan);
    LocalResult result = absolute.run(windows, task(0, 0));
    assertThat(result.loss()).isCloseTo(absolute.score(windows, theta).loss(), within(1e-9));
    assertThat(result.loss()).isNotCloseTo(trainer.score(windows, theta).loss(), within(1e-3));
  }

  @Test
  void clippingBoundsAStepAndTheNormBeforeItIsReported() {
    LocalTrainer bound = new LocalTrainer(network, Plans.sgd(1, 1, 0, 0.01, true));
    LocalTrainer free = new LocalTrainer(network, Plans.sgd(1, 1, 0, UNBOUNDED, true));
    LocalResult clipped = bound.run(windows, task(0, 0));
    LocalResult whole = free.run(windows, task(0, 0));
    assertThat(distance(clipped.theta())).isCloseTo(0.01, within(1e-7));
    assertThat(clipped.gradientNorm()).isEqualTo(whole.gradientNorm()).isGreaterThan(0.1);
    assertThat(distance(whole.theta())).isCloseTo(whole.gradientNorm(), within(1e-6));
  }

  @Test
  void aReplicaWhoseLossIsNotFiniteEndsAtThatBatchAndIsLeftOut() {
    Segment damaged = Waves.segment(0, 100);
    damaged.values()[50 * Waves.COLUMNS] = Float.NaN; // first read as a target of window 43
    LocalTrainer patient = new LocalTrainer(network, Plans.sgd(100, 0.1, 0.9, 1, true));
    Batcher batcher = Batchers.inOrder(Waves.windows(0, damaged), Waves.framing(6, 2), 8);
    LocalResult result = patient.run(batcher, task(0, 0));
    assertThat(result.loss()).isNaN();
    assertThat(result.steps()).isEqualTo(6);
    ParameterAverager averager = new ParameterAverager();
    averager.add(result);
    assertThat(averager.nonFinite()).containsExactly(0);
  }

  @Test
  void arraysOfAnotherNetworkAreRefused() {
    float[] shortTheta = new float[3];
    assertThatThrownBy(() -> trainer.run(windows, new LocalTask(shortTheta, NONE, NONE, 0, 0)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("theta must have " + theta.length + " floats, got 3");
    assertThatThrownBy(() -> trainer.run(lanes, new LocalTask(theta, NONE, shortTheta, 0, 0)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("recurrent state must have 30 floats, got 3");
    assertThatThrownBy(() -> trainer.run(windows, new LocalTask(theta, shortTheta, NONE, 0, 0)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("optimizer state must have");
  }

  @Test
  void plansThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> Plans.sgd(0, 0.1, 0.9, 1, true))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.localSteps must be at least 1, got 0");
    assertThatThrownBy(() -> new LocalTask(theta, NONE, NONE, 0, 0, 0, ALL, Double.NaN))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("the factor of the learning rate");
  }

  private LocalTask task(long epoch, long firstBatch) {
    return new LocalTask(theta, NONE, NONE, epoch, firstBatch);
  }

  private static Batcher inOrder(int rows) {
    return Batchers.inOrder(Waves.windows(0, Waves.segment(0, 30)), Waves.framing(6, 2), rows);
  }

  private double distance(float[] other) {
    double sum = 0;
    for (int i = 0; i < theta.length; i++) {
      double difference = (double) other[i] - theta[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
