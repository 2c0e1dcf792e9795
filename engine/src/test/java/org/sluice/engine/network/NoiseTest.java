package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.engine.params.Block;

/** What goes round a layer, and what is left out of it at random. */
final class NoiseTest {
  private static final int STEPS = 5;
  private static final int ROWS = 3;
  private static final int WIDTH = 6;
  private static final double STEP = 2e-3;
  private static final LayerSpec LSTM = new LayerSpec(CellKind.LSTM, WIDTH);
  private static final LayerSpec GRU = new LayerSpec(CellKind.GRU, WIDTH);
  private static final Draws NOISE = Draws.of(1, Purpose.NOISE);

  static List<LayerSpec> layers() {
    DropoutSpec all = new DropoutSpec(0.3, DropoutSpec.Mask.STEP, 0.4, 0, 0.2);
    return List.of(
        LSTM.with(dropout(0.5, DropoutSpec.Mask.STEP)),
        LSTM.with(dropout(0.5, DropoutSpec.Mask.WINDOW)),
        LSTM.with(new DropoutSpec(0, DropoutSpec.Mask.STEP, 0.5, 0, 0)),
        LSTM.with(new DropoutSpec(0, DropoutSpec.Mask.STEP, 0, 0, 0.3)),
        LSTM.with(Connection.RESIDUAL),
        LSTM.with(Connection.HIGHWAY),
        LSTM.asNormalised(),
        LSTM.with(InitialisationSpec.PLAIN.with(InitialisationSpec.State.LEARNED)),
        GRU.with(InitialisationSpec.PLAIN.with(InitialisationSpec.State.RANDOM)),
        LSTM.with(candidate(0.4)),
        GRU.with(candidate(0.4)),
        GRU.with(Reset.BEFORE).with(candidate(0.4)),
        LSTM.withPeepholes().with(new DropoutSpec(0.3, DropoutSpec.Mask.STEP, 0.2, 0.3, 0.2)),
        GRU.asNormalised().with(all).with(Connection.HIGHWAY),
        LSTM.with(Direction.BOTH).asNormalised().with(candidate(0.3)),
        LSTM.withPeepholes().with(all).with(Connection.RESIDUAL),
        new LayerSpec(CellKind.RNN_TANH, WIDTH).with(all),
        new LayerSpec(CellKind.GRU, WIDTH).with(Reset.BEFORE).with(all),
        new LayerSpec(CellKind.LAYER_NORM_LSTM, WIDTH).with(all),
        new LayerSpec(CellKind.COUPLED_LSTM, WIDTH).with(Direction.BOTH).with(all),
        LSTM.with(Direction.SUM).with(all).with(Connection.RESIDUAL));
  }

  private static DropoutSpec candidate(double rate) {
    return new DropoutSpec(0, DropoutSpec.Mask.STEP, 0, rate, 0);
  }

  private static DropoutSpec dropout(double rate, DropoutSpec.Mask mask) {
    return new DropoutSpec(rate, mask, 0, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theGradientIsTheSlopeWhileTheMasksHold(LayerSpec layer) {
    Run run = new Run(layer);
    run.assertGradientIsSlope(NOISE);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theGradientIsTheSlopeWithoutMasks(LayerSpec layer) {
    Run run = new Run(layer);
    run.assertGradientIsSlope(null);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theSameNoiseGivesTheSameBitsAndNoNoiseLeavesNoTrace(LayerSpec layer) {
    Run run = new Run(layer);
    float[] first = run.outputs(NOISE);
    float[] plain = run.outputs(null);
    assertThat(run.outputs(NOISE)).isEqualTo(first);
    assertThat(run.outputs(null)).isEqualTo(plain);
    boolean noisy =
        !layer.dropout().equals(DropoutSpec.NONE)
            || layer.initialisation().state() == InitialisationSpec.State.RANDOM;
    assertThat(Arrays.equals(first, plain)).isEqualTo(!noisy);
    assertThat(Arrays.equals(first, run.outputs(NOISE.at(1)))).isEqualTo(!noisy);
  }

  @Test
  void withoutNoiseOutputsAndWeightsAreWhole() {
    float[] plain = new Run(LSTM).outputs(null);
    DropoutSpec rates = new DropoutSpec(0.5, DropoutSpec.Mask.STEP, 0.5, 0, 0);
    assertThat(new Run(LSTM.with(rates)).outputs(null)).isEqualTo(plain);
  }

  @Test
  void droppedAndThinnedOutputsHaveTheWholeOnesAsTheirMean() {
    // one step from the zero state: the head is linear in what was dropped
    Network network =
        Network.of(
            new NetworkSpec(WIDTH, List.of(LSTM.with(dropout(0.4, DropoutSpec.Mask.STEP))), 1));
    float[] theta = network.initialise(3);
    Batch batch = new Batch(1, 1, WIDTH, 1, 1);
    Arrays.fill(batch.x, 1);
    Workspace workspace = network.workspace(1, 1, 1);
    workspace.forward(theta, batch, new float[network.stateSize(1)]);
    double whole = workspace.outputs()[0];
    double mean = 0;
    int tries = 20_000;
    for (int i = 0; i < tries; i++) {
      workspace.forward(theta, batch, new float[network.stateSize(1)], NOISE.at(i));
      mean += workspace.outputs()[0] / tries;
    }
    assertThat(mean).isCloseTo(whole, within(0.003));
  }

  @Test
  void aResidualLayerNeedsAsManyInputsAsOutputs() {
    assertThatThrownBy(
            () -> Network.of(new NetworkSpec(5, List.of(LSTM.with(Connection.RESIDUAL)), 1)))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("model.layers.connection = residual")
        .hasMessageEndingWith("got 5 and 6");
  }

  @Test
  void aResidualLayerThatDoesNothingPassesItsInputsOn() {
    Run run = new Run(LSTM.with(Connection.RESIDUAL));
    Block w = run.network.layout().block("head.weight");
    Block b = run.network.layout().block("head.bias");
    Arrays.fill(run.theta, 0, w.offset(), 0); // all gates half open, the candidate zero
    Arrays.fill(run.state, 0);
    float[] y = run.outputs(null);
    for (int r = 0; r < STEPS * ROWS; r++) {
      double expected = run.theta[b.index(0, 0, 0)];
      for (int k = 0; k < WIDTH; k++) {
        expected += (double) run.theta[w.index(0, 0, k)] * run.batch.x[r * WIDTH + k];
      }
      boolean live = r / ROWS < run.batch.lengths[r % ROWS];
      assertThat((double) y[r]).isCloseTo(live ? expected : 0, within(1e-5));
    }
  }

  @Test
  void withoutItsCandidateAnLstmOnlyForgets() {
    // of a candidate that is left out altogether nothing is written: c = f c' whatever x is
    Network network = Network.of(new NetworkSpec(WIDTH, List.of(LSTM.with(candidate(0.99))), 1));
    float[] theta = network.initialise(3);
    Batch batch = new Batch(1, 1, WIDTH, 1, 1);
    Workspace workspace = network.workspace(1, 1, 1);
    int empty = 0;
    for (int i = 0; i < 100; i++) {
      Arrays.fill(batch.x, i);
      float[] state = new float[network.stateSize(1)];
      workspace.forward(theta, batch, state, NOISE.at(i));
      empty += Arrays.equals(state, new float[state.length]) ? 1 : 0;
    }
    assertThat(empty).isBetween(80, 99); // 0.99 to the power of six, of a hundred
  }

  @Test
  void aCandidateIsLeftOutOfUnitsThatWriteOneOnly() {
    assertThatThrownBy(() -> new LayerSpec(CellKind.MGU, 3).with(candidate(0.1)))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "model.layers.dropout.candidate goes with cell = lstm or gru only, got cell = mgu");
  }

  @Test
  void weightsCannotBeLeftOutWhereNothingRecurs() {
    DropoutSpec weights = new DropoutSpec(0, DropoutSpec.Mask.STEP, 0.5, 0, 0);
    assertThatThrownBy(() -> new LayerSpec(CellKind.MIN_GRU, 3).with(weights))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("model.layers.dropout.weights leaves out recurrent weights");
    assertThatThrownBy(() -> dropout(1, DropoutSpec.Mask.STEP))
        .hasMessage("model.layers.dropout.output must be between 0.0 and 0.99, got 1.0");
  }

  @Test
  void whatIsLeftOutOrFrozenDoesNotChangeTheNamesOfParameters() {
    LayerSpec changed = LSTM.with(dropout(0.5, DropoutSpec.Mask.STEP)).asFrozen();
    Network plain = Network.of(new NetworkSpec(WIDTH, List.of(LSTM, LSTM), 1));
    Network other = Network.of(new NetworkSpec(WIDTH, List.of(changed, LSTM), 1));
    assertThat(other.layout().names()).isEqualTo(plain.layout().names());
    assertThat(other.initialise(4)).isEqualTo(plain.initialise(4));
    assertThat(other.frozen()).extracting(Block::name).allMatch(name -> name.endsWith("_l0"));
    assertThat(other.frozen()).hasSize(3);
    assertThat(plain.frozen()).isEmpty();
  }

  /** Two layers of a kind on a batch with masks. */
  private static final class Run {
    final Network network;
    final float[] theta;
    final Batch batch = new Batch(STEPS, ROWS, WIDTH, 1, STEPS);
    final float[] state;
    final Workspace workspace;

    Run(LayerSpec layer) {
      boolean side = layer.direction() == Direction.BOTH;
      List<LayerSpec> layers = side ? List.of(layer) : List.of(layer, layer);
      network = Network.of(new NetworkSpec(WIDTH, layers, 1));
      theta = network.initialise(5);
      state = new float[network.stateSize(ROWS)];
      Draws draws = Draws.of(6, Purpose.SAMPLE);
      fill(batch.x, draws.at(0));
      fill(batch.target, draws.at(1));
      fill(state, draws.at(2));
      Arrays.fill(batch.weight, 1);
      batch.lengths[1] = 3;
      NetworkCase.leaveOutPadding(batch);
      batch.reset[2 * ROWS + 2] = !network.readsAhead();
      workspace = network.workspace(STEPS, ROWS, STEPS);
    }

    private static void fill(float[] values, Draws draws) {
      for (int i = 0; i < values.length; i++) {
        values[i] = draws.uniform(i, 1);
      }
    }

    float[] outputs(Draws noise) {
      forward(theta, noise);
      return workspace.outputs().clone();
    }

    private void forward(float[] at, Draws noise) {
      if (noise == null) {
        workspace.forward(at, batch, state.clone());
      } else {
        workspace.forward(at, batch, state.clone(), noise);
      }
    }

    private double loss(float[] at, Draws noise) {
      forward(at, noise);
      return workspace.loss(batch) / NetworkCase.weights(batch);
    }

    /** Along each block's own gradient the loss rises by its square. */
    void assertGradientIsSlope(Draws noise) {
      loss(theta, noise);
      float[] gradient = new float[theta.length];
      workspace.backward(theta, batch, gradient);
      for (Block block : network.layout().blocks()) {
        float[] own = block.read(gradient);
        double square = 0;
        for (float g : own) {
          square += (double) g * g;
        }
        double norm = Math.sqrt(square);
        assertThat(norm).as(block.name()).isGreaterThan(0);
        double slope =
            (moved(block, own, norm, noise) - moved(block, own, -norm, noise)) / (2 * STEP);
        assertThat(slope).as(block.name()).isCloseTo(norm, within(1e-2 * norm + 1e-4));
      }
    }

    private double moved(Block block, float[] gradient, double norm, Draws noise) {
      float[] values = block.read(theta);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (STEP * gradient[i] / norm);
      }
      float[] at = theta.clone();
      block.write(values, at);
      return loss(at, noise);
    }
  }
}
