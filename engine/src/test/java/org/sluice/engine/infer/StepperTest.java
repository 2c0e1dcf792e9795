package org.sluice.engine.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.Footprint;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.engine.network.CategorySpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.network.Workspace;

final class StepperTest {
  private static final int I = 3;
  private static final int O = 5;
  private static final int T = 7;

  private final Network network =
      Network.of(
          new NetworkSpec(
              I, List.of(new LayerSpec(CellKind.LSTM, 17), new LayerSpec(CellKind.GRU, 9)), O));
  private final float[] theta = network.initialise(11);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void stepsGiveTheBitsOfAWindow(int rows) {
    Batch window = new Batch(T, rows, I, O, T);
    fill(window.x);
    Workspace workspace = network.workspace(T, rows, T);
    float[] state = new float[network.stateSize(rows)];
    workspace.forward(theta, window, state);

    Stepper stepper = new Stepper(network, theta);
    Stepper.State handle = stepper.newState(rows);
    float[] y = new float[rows * O];
    for (int t = 0; t < T; t++) {
      stepper.step(handle, Arrays.copyOfRange(window.x, t * rows * I, (t + 1) * rows * I), y);
      assertThat(y)
          .isEqualTo(Arrays.copyOfRange(workspace.outputs(), t * rows * O, (t + 1) * rows * O));
    }
    assertThat(handle.save()).isEqualTo(state);
  }

  @Test
  void tokensAreReadOneStepAtATimeToo() {
    EmbeddingSpec embedding = new EmbeddingSpec(O, 17).asTied();
    NetworkSpec spec = new NetworkSpec(1, embedding, List.of(new LayerSpec(CellKind.LSTM, 17)), O);
    Network language = Network.of(spec);
    float[] weights = language.initialise(2);
    Batch window = new Batch(T, 1, 1, O, T);
    Workspace workspace = language.workspace(T, 1, T);
    for (int t = 0; t < T; t++) {
      window.x[t] = t * 3 % O;
    }
    workspace.forward(weights, window, new float[language.stateSize(1)]);
    Stepper stepper = new Stepper(language, weights);
    Stepper.State handle = stepper.newState(1);
    float[] y = new float[O];
    for (int t = 0; t < T; t++) {
      stepper.step(handle, new float[] {window.x[t]}, y);
      assertThat(y).isEqualTo(Arrays.copyOfRange(workspace.outputs(), t * O, (t + 1) * O));
    }
  }

  @Test
  void namesAreReadOneStepAtATimeToo() {
    List<LayerSpec> layers = List.of(new LayerSpec(CellKind.LSTM, 17));
    List<CategorySpec> names = List.of(new CategorySpec(4, 3));
    Network named = Network.of(new NetworkSpec(I, layers, O).with(names));
    float[] weights = named.initialise(2);
    Batch window = new Batch(T, 1, I, O, T);
    fill(window.x);
    for (int t = 0; t < T; t++) {
      window.x[(t + 1) * I - 1] = t % 4;
    }
    Workspace workspace = named.workspace(T, 1, T);
    workspace.forward(weights, window, new float[named.stateSize(1)]);
    Stepper stepper = new Stepper(named, weights);
    Stepper rounded = Stepper.int8(named, weights);
    Stepper.State handle = stepper.newState(1);
    Stepper.State roundedHandle = rounded.newState(1);
    float[] y = new float[O];
    for (int t = 0; t < T; t++) {
      float[] x = Arrays.copyOfRange(window.x, t * I, (t + 1) * I);
      stepper.step(handle, x, y);
      assertThat(y).isEqualTo(Arrays.copyOfRange(workspace.outputs(), t * O, (t + 1) * O));
      float[] near = new float[O];
      rounded.step(roundedHandle, x, near);
      assertThat(near).isNotEqualTo(y).containsExactly(y, within(0.02f));
    }
  }

  @Test
  void aRestoredStateGoesOnAsTheSavedOneDid() {
    Stepper stepper = new Stepper(network, theta);
    Stepper.State first = stepper.newState(1);
    float[] x = {0.3f, -1, 2};
    float[] expected = new float[O];
    stepper.step(first, x, expected);
    float[] saved = first.save();
    stepper.step(first, x, expected);

    Stepper.State second = stepper.newState(1);
    second.restore(saved);
    float[] actual = new float[O];
    stepper.step(second, x, actual);
    assertThat(actual).isEqualTo(expected);
    second.reset();
    stepper.step(second, x, actual);
    assertThat(second.save()).isEqualTo(saved);
  }

  @Test
  void threadsShareAStepper() {
    Stepper stepper = new Stepper(network, theta);
    List<float[]> results = IntStream.range(0, 8).parallel().mapToObj(i -> run(stepper)).toList();
    assertThat(results).allSatisfy(y -> assertThat(y).isEqualTo(results.get(0)));
  }

  @ParameterizedTest
  @EnumSource(CellKind.class)
  void roundedWeightsComputeNearlyTheSame(CellKind cell) {
    LayerSpec layer = new LayerSpec(cell, 20);
    Network two = Network.of(new NetworkSpec(I, List.of(layer, layer), O));
    float[] weights = two.initialise(3);
    float[] exact = run(new Stepper(two, weights));
    float[] rounded = run(Stepper.int8(two, weights));
    assertThat(rounded).isNotEqualTo(exact).containsExactly(exact, within(0.02f));
  }

  @Test
  void aProjectedLstmAndAnEmbeddingAreRoundedToo() {
    LayerSpec layer = new LayerSpec(CellKind.LSTM, 20).withProjection(9, 4).withPeepholes();
    EmbeddingSpec embedding = new EmbeddingSpec(7, 6, 0, DropoutSpec.Mask.STEP, false, false);
    Network tokens = Network.of(new NetworkSpec(1, embedding, List.of(layer), 7));
    float[] weights = tokens.initialise(3);
    float[] exact = new float[7];
    float[] rounded = new float[7];
    Stepper floats = new Stepper(tokens, weights);
    Stepper bytes = Stepper.int8(tokens, weights);
    floats.step(floats.newState(1), new float[] {4}, exact);
    bytes.step(bytes.newState(1), new float[] {4}, rounded);
    assertThat(rounded).isNotEqualTo(exact).containsExactly(exact, within(0.01f));
  }

  @Test
  void aRowOfABatchOnRoundedWeightsIsTheRowAlone() {
    Stepper stepper = Stepper.int8(network, theta);
    float[] x = new float[3 * I];
    fill(x);
    float[] together = new float[3 * O];
    stepper.step(stepper.newState(3), x, together);
    for (int row = 0; row < 3; row++) {
      float[] alone = new float[O];
      stepper.step(stepper.newState(1), Arrays.copyOfRange(x, row * I, (row + 1) * I), alone);
      assertThat(alone).isEqualTo(Arrays.copyOfRange(together, row * O, (row + 1) * O));
    }
  }

  @Test
  void roundedWeightsTakeAQuarterOfTheMemory() {
    LayerSpec layer = new LayerSpec(CellKind.LSTM, 128);
    Network large = Network.of(new NetworkSpec(64, List.of(layer, layer), O));
    float[] weights = large.initialise(3);
    Stepper floats = new Stepper(large, weights);
    Stepper bytes = Stepper.int8(large, weights);
    assertThat(bytes.bytes()).isLessThan((long) (0.27 * floats.bytes()));
    long handle = Footprint.bytes(bytes.newState(1)) - bytes.bytes();
    assertThat(handle).isLessThan(floats.bytes() / 20);
  }

  @Test
  void inputsOfAnotherWidthAreRefused() {
    Stepper stepper = new Stepper(network, theta);
    assertThatThrownBy(() -> stepper.step(stepper.newState(1), new float[4], new float[O]))
        .isInstanceOf(SluiceException.class)
        .hasMessage("x must have 3 floats, got 4");
  }

  @Test
  void aNetworkThatReadsWholeWindowsIsRefused() {
    LayerSpec both = new LayerSpec(CellKind.LSTM, 3).with(Direction.BOTH);
    NetworkSpec pooled = network.spec().with(Pooling.MAX);
    for (NetworkSpec spec : List.of(new NetworkSpec(I, List.of(both), O), pooled)) {
      Network whole = Network.of(spec);
      assertThatThrownBy(() -> new Stepper(whole, whole.initialise(1)))
          .isInstanceOf(SluiceException.class)
          .hasMessageStartingWith("a stepper reads one time step after the other");
    }
  }

  private static float[] run(Stepper stepper) {
    Stepper.State state = stepper.newState(1);
    float[] y = new float[O];
    for (int t = 0; t < 50; t++) {
      stepper.step(state, new float[] {t % 5, 1, -0.1f * t}, y);
    }
    return y;
  }

  private static void fill(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Draws.of(1, Purpose.SAMPLE).uniform(i, 1);
    }
  }
}
