package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.network.NetworkReference.error;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batch;
import org.sluice.engine.infer.Stepper;
import org.sluice.engine.layer.CellReference;
import org.sluice.engine.network.InitialisationSpec.State;
import org.sluice.engine.params.Block;

/** Where layers start from when a series begins. */
final class InitialStateTest {
  private static final int STEPS = 4;
  private static final int ROWS = 3;
  private static final int INPUTS = 3;

  static Stream<LayerSpec> layers() {
    return LayersTest.kinds().stream()
        .map(kind -> kind.with(InitialisationSpec.PLAIN.with(State.LEARNED)))
        .flatMap(kind -> Stream.of(kind, kind.with(Direction.SUM)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLearnedStateHasTheGradientOfEverySeriesThatBegins(LayerSpec layer) {
    Network network = Network.of(new NetworkSpec(INPUTS, List.of(layer, layer), 2));
    float[] theta = LayersTest.theta(network);
    Batch batch = batch(STEPS);
    batch.lengths[1] = 2;
    NetworkCase.leaveOutPadding(batch);
    batch.reset[2 * ROWS + 2] = true;
    float[] state = LayersTest.draw(network.stateSize(ROWS), 4);
    for (int row = 0; row < 2; row++) { // two rows begin, the third goes on
      forget(network, state, row);
    }
    NetworkReference reference = new NetworkReference(network, batch, state.clone());
    Workspace workspace = network.workspace(STEPS, ROWS, STEPS);
    workspace.forward(theta, batch, state);
    double loss = workspace.loss(batch) / NetworkCase.weights(batch);
    float[] gradient = new float[theta.length];
    Arrays.fill(gradient, Float.NaN);
    workspace.backward(theta, batch, gradient);

    double[] values = CellReference.widen(theta);
    assertThat(error(loss, reference.loss(values))).isLessThan(1e-4);
    for (Block block : network.layout().blocks()) {
      int i = block.index(0, block.units() - 1, block.depth() / 2);
      assertThat(error(gradient[i], reference.slope(values, i))).as(block.name()).isLessThan(1e-4);
    }
  }

  @Test
  void carriedWindowsAreOneLongOneAndStepsTheSame() {
    LayerSpec lstm =
        new LayerSpec(CellKind.LSTM, 5).with(InitialisationSpec.PLAIN.with(State.LEARNED));
    Network network = Network.of(new NetworkSpec(INPUTS, List.of(lstm), 2));
    float[] theta = LayersTest.theta(network);
    Batch whole = batch(STEPS);
    Workspace window = network.workspace(STEPS, ROWS, STEPS);
    float[] state = new float[network.stateSize(ROWS)];
    window.forward(theta, whole, state);

    Stepper stepper = new Stepper(network, theta);
    Stepper.State handle = stepper.newState(ROWS);
    float[] y = new float[ROWS * 2];
    int row = ROWS * INPUTS;
    for (int t = 0; t < STEPS; t++) {
      stepper.step(handle, Arrays.copyOfRange(whole.x, t * row, (t + 1) * row), y);
      assertThat(y)
          .isEqualTo(Arrays.copyOfRange(window.outputs(), t * ROWS * 2, (t + 1) * ROWS * 2));
    }
    assertThat(handle.save()).isEqualTo(state);
  }

  @Test
  void aRandomStateIsOfTrainingOnlyAndSmall() {
    LayerSpec plain = new LayerSpec(CellKind.LSTM, 5);
    LayerSpec random = plain.with(InitialisationSpec.PLAIN.with(State.RANDOM));
    Network network = Network.of(new NetworkSpec(INPUTS, List.of(random), 2));
    Network same = Network.of(new NetworkSpec(INPUTS, List.of(plain), 2));
    float[] theta = network.initialise(3);
    assertThat(theta).isEqualTo(same.initialise(3));
    Batch batch = batch(STEPS);
    float[] expected = outputs(same, theta, batch, null);
    assertThat(outputs(network, theta, batch, null)).isEqualTo(expected);
    float[] noisy = outputs(network, theta, batch, Draws.of(1, Purpose.NOISE));
    assertThat(noisy).isNotEqualTo(expected);
    assertThat(outputs(network, theta, batch, Draws.of(2, Purpose.NOISE))).isNotEqualTo(noisy);
    for (int i = 0; i < noisy.length; i++) {
      assertThat(Math.abs(noisy[i] - expected[i])).isLessThan(0.2f);
    }
  }

  private static float[] outputs(Network network, float[] theta, Batch batch, Draws noise) {
    Workspace workspace = network.workspace(STEPS, ROWS, STEPS);
    float[] state = new float[network.stateSize(ROWS)];
    if (noise == null) {
      workspace.forward(theta, batch, state);
    } else {
      workspace.forward(theta, batch, state, noise);
    }
    return workspace.outputs().clone();
  }

  /** Leaves nothing of what a row carries, and so its series begins. */
  private static void forget(Network network, float[] state, int row) {
    if (!network.readsAhead()) {
      int layer = state.length / 2; // both are alike
      state[layer - ROWS + row] = 0;
      state[2 * layer - ROWS + row] = 0;
    }
  }

  private static Batch batch(int steps) {
    Batch batch = new Batch(steps, ROWS, INPUTS, 2, steps);
    System.arraycopy(LayersTest.draw(batch.x.length, 1), 0, batch.x, 0, batch.x.length);
    float[] target = LayersTest.draw(batch.target.length, 2);
    System.arraycopy(target, 0, batch.target, 0, target.length);
    Arrays.fill(batch.weight, 1);
    return batch;
  }
}
