package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;

/** Rows of unequal lengths in one batch, for every cell, one layer and two, and both ways. */
final class VariableLengthTest {
  private static final int T = 6;
  private static final int[] LENGTHS = {4, 6, 0, 1, 6, 3, 5};
  private static final int B = LENGTHS.length;
  private static final int I = 3;
  private static final int O = 2;

  static Stream<NetworkSpec> networks() {
    return LayersTest.kinds().stream()
        .flatMap(
            layer ->
                Stream.of(
                    network(layer, 1),
                    network(layer, 2),
                    network(layer.with(Direction.BOTH), 2),
                    network(layer.with(Direction.SUM), 2)));
  }

  static Stream<Arguments> pooled() {
    return networks()
        .flatMap(
            spec -> Stream.of(Arguments.of(spec, 1), Arguments.of(spec, 4), Arguments.of(spec, T)));
  }

  private static NetworkSpec network(LayerSpec layer, int layers) {
    return new NetworkSpec(I, Collections.nCopies(layers, layer), O);
  }

  @ParameterizedTest
  @MethodSource("pooled")
  void aRowOfABatchIsTheRowAlone(NetworkSpec spec, int targetSteps) {
    Network network = Network.of(spec);
    Batch batch = batch(targetSteps);
    for (int r = 0; r < B; r++) {
      if (LENGTHS[r] < (targetSteps == 1 ? 1 : targetSteps)) {
        continue; // no targets to compare
      }
      Batch row = alone(batch, r);
      Batch others = batch(targetSteps);
      weighRow(others, r);
      Pass expected = new Pass(network, row, state(network, r));
      Pass found = new Pass(network, others, state(network));
      int skipped = targetSteps == 1 ? 0 : T - LENGTHS[r]; // of the longer window's target steps
      for (int k = 0; k < targetSteps - skipped; k++) {
        assertThat(found.output(k, r)).isEqualTo(expected.output(k + skipped, 0));
      }
      assertThat(row(network, found.state, r)).isEqualTo(expected.state);
      assertSameBits(found.gradient, expected.gradient);
      assertThat(found.loss).isEqualTo(expected.loss);
    }
  }

  /** Scanned forwards, steps behind a row's end without a target leave nothing in the gradient. */
  @ParameterizedTest
  @MethodSource("networks")
  void aBatchIsThatOfItsPaddingComputedWithoutTargets(NetworkSpec spec) {
    Network network = Network.of(spec);
    if (network.readsAhead()) {
      return;
    }
    Batch batch = batch(T);
    Batch whole = batch(T);
    Arrays.fill(whole.lengths, T);
    Pass found = new Pass(network, batch, state(network));
    Pass expected = new Pass(network, whole, state(network));
    for (int t = 0; t < T; t++) {
      for (int r = 0; r < B; r++) {
        float[] zeros = new float[O];
        assertThat(found.output(t, r)).isEqualTo(t < LENGTHS[r] ? expected.output(t, r) : zeros);
      }
    }
    assertSameBits(found.gradient, expected.gradient);
    assertThat(found.loss).isEqualTo(expected.loss);
  }

  @ParameterizedTest
  @MethodSource("pooled")
  void whatStandsInPaddingIsNotRead(NetworkSpec spec, int targetSteps) {
    Network network = Network.of(spec);
    Batch batch = batch(targetSteps);
    Batch spoilt = batch(targetSteps);
    for (int place = 0; place < T * B; place++) {
      if (place / B >= LENGTHS[place % B]) {
        Arrays.fill(spoilt.x, place * I, (place + 1) * I, Float.NaN);
        spoilt.reset[place] = true;
      }
    }
    Pass expected = new Pass(network, batch, state(network));
    Workspace workspace = network.workspace(T, B, targetSteps);
    Batch before = batch(targetSteps);
    Arrays.fill(before.lengths, T); // so that every buffer has been written to
    new Pass(network, before, state(network), workspace);
    Pass found = new Pass(network, spoilt, state(network), workspace);
    assertThat(found.outputs).isEqualTo(expected.outputs);
    assertThat(found.state).isEqualTo(expected.state);
    assertThat(found.gradient).isEqualTo(expected.gradient);
  }

  @Test
  void aRowWithoutAStepKeepsItsState() {
    LayerSpec layer = new LayerSpec(CellKind.LSTM, 5);
    Network network = Network.of(network(layer, 2));
    float[] state = state(network);
    Pass pass = new Pass(network, batch(T), state.clone());
    assertThat(row(network, pass.state, 2)).isEqualTo(row(network, state, 2));
    Batch empty = batch(T);
    Arrays.fill(empty.lengths, 0);
    Arrays.fill(empty.weight, 0);
    Pass nothing = new Pass(network, empty, state.clone());
    assertThat(nothing.state).isEqualTo(state);
    assertThat(nothing.outputs).containsOnly(0f);
    assertThat(nothing.gradient).containsOnly(0f);
  }

  @Test
  void aTargetInPaddingIsRefused() {
    Network network = Network.of(network(new LayerSpec(CellKind.GRU, 5), 1));
    Batch batch = batch(4);
    Workspace workspace = network.workspace(T, B, 4);
    workspace.forward(network.initialise(1), batch, state(network));
    batch.weight[(1 * B + 5) * O + 1] = 0.5f;
    assertThatThrownBy(() -> workspace.loss(batch))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "a target in padding must have weight 0, got 0.5 at target step 1 of row 5, which has 3"
                + " steps");
  }

  /** One forward and backward pass. */
  private static final class Pass {
    final int rows;
    final float[] outputs;
    final float[] state;
    final double loss;
    final float[] gradient;

    Pass(Network network, Batch batch, float[] state) {
      this(network, batch, state, network.workspace(batch.steps, batch.rows, batch.targetSteps));
    }

    Pass(Network network, Batch batch, float[] state, Workspace workspace) {
      rows = batch.rows;
      this.state = state;
      float[] theta = network.initialise(1);
      workspace.forward(theta, batch, state);
      outputs = workspace.outputs().clone();
      loss = workspace.loss(batch);
      gradient = new float[theta.length];
      Arrays.fill(gradient, Float.NaN);
      workspace.backward(theta, batch, gradient);
    }

    float[] output(int k, int row) {
      int at = (k * rows + row) * O;
      return Arrays.copyOfRange(outputs, at, at + O);
    }
  }

  private static Batch batch(int targetSteps) {
    Batch batch = new Batch(T, B, I, O, targetSteps);
    Draws draws = Draws.of(1, Purpose.SAMPLE);
    System.arraycopy(LayersTest.draw(batch.x.length, 1), 0, batch.x, 0, batch.x.length);
    System.arraycopy(
        LayersTest.draw(batch.target.length, 2), 0, batch.target, 0, batch.target.length);
    System.arraycopy(LENGTHS, 0, batch.lengths, 0, B);
    for (int i = 0; i < batch.weight.length; i++) {
      batch.weight[i] = 0.5f + draws.uniform(i);
    }
    NetworkCase.leaveOutPadding(batch);
    return batch;
  }

  /** Leaves no row's targets but those of row r. */
  private static void weighRow(Batch batch, int r) {
    for (int i = 0; i < batch.weight.length; i++) {
      batch.weight[i] = i / O % B == r ? batch.weight[i] : 0;
    }
  }

  /** A batch of row r, as long as it is. */
  private static Batch alone(Batch batch, int r) {
    int steps = LENGTHS[r];
    Batch row = new Batch(steps, 1, I, O, Math.min(steps, batch.targetSteps));
    for (int t = 0; t < steps; t++) {
      System.arraycopy(batch.x, (t * B + r) * I, row.x, t * I, I);
    }
    int last = batch.targetSteps == 1 ? 1 : batch.targetSteps - (T - steps);
    int skipped = row.targetSteps - last;
    for (int k = 0; k < last; k++) {
      System.arraycopy(batch.target, (k * B + r) * O, row.target, (k + skipped) * O, O);
      System.arraycopy(batch.weight, (k * B + r) * O, row.weight, (k + skipped) * O, O);
    }
    return row;
  }

  private static float[] state(Network network) {
    return LayersTest.draw(network.stateSize(B), 4);
  }

  private static float[] state(Network network, int r) {
    return row(network, state(network), r);
  }

  /** A row's part of a state. */
  private static float[] row(Network network, float[] state, int r) {
    List<Integer> widths = NetworkReference.carried(network.spec());
    float[] row = new float[state.length / B];
    int at = 0;
    int to = 0;
    for (int width : widths) {
      System.arraycopy(state, at + r * width, row, to, width);
      at += B * width;
      to += width;
    }
    return row;
  }

  /** The same floats, whatever the sign of a zero. */
  private static void assertSameBits(float[] found, float[] expected) {
    for (float[] values : List.of(found, expected)) {
      for (int i = 0; i < values.length; i++) {
        values[i] += 0f;
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}
