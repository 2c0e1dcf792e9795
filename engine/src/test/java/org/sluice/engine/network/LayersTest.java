package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
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
import org.sluice.engine.layer.CellReference;
import org.sluice.engine.params.Block;

/** Networks of every kind of layer, one and two of them, both ways, with and without masks. */
final class LayersTest {
  private static final int STEPS = 4;
  private static final int ROWS = 3;

  /** Every cell, and what else an LSTM and a GRU can be. */
  static List<LayerSpec> kinds() {
    List<LayerSpec> kinds = new ArrayList<>();
    for (CellKind kind : CellKind.values()) {
      kinds.add(new LayerSpec(kind, 5));
    }
    kinds.add(new LayerSpec(CellKind.LSTM, 17).withProjection(4, 2).withPeepholes());
    kinds.add(new LayerSpec(CellKind.GRU, 5).with(Reset.BEFORE));
    return kinds;
  }

  static Stream<Arguments> cases() {
    return kinds().stream()
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, 1, false),
                    Arguments.of(kind, 2, true),
                    Arguments.of(kind.with(Direction.BOTH), 2, true),
                    Arguments.of(kind.with(Direction.BOTH), 1, false),
                    Arguments.of(kind.with(Direction.SUM), 2, true)));
  }

  @ParameterizedTest(name = "{0}, {1} layers, masks {2}")
  @MethodSource("cases")
  void aNetworksGradientIsTheSlopeOfItsEquations(LayerSpec layer, int layers, boolean masks) {
    Network network = Network.of(new NetworkSpec(3, Collections.nCopies(layers, layer), 2));
    float[] theta = theta(network);
    Batch batch = batch(masks && !network.readsAhead(), masks);
    float[] state = draw(network.stateSize(ROWS), 4);
    NetworkReference reference = new NetworkReference(network, batch, state.clone());

    Workspace workspace = network.workspace(STEPS, ROWS, STEPS);
    workspace.forward(theta, batch, state);
    double loss = workspace.loss(batch) / NetworkCase.weights(batch);
    float[] gradient = new float[theta.length];
    workspace.backward(theta, batch, gradient);

    double[] values = CellReference.widen(theta);
    assertThat(NetworkReference.error(loss, reference.loss(values))).isLessThan(1e-4);
    for (Block block : network.layout().blocks()) {
      for (int gate = 0; gate < block.gates(); gate++) {
        int i = block.index(gate, block.units() - 1, block.depth() / 2);
        double slope = reference.slope(values, i);
        assertThat(NetworkReference.error(gradient[i], slope))
            .as("%s at %d", block.name(), i)
            .isLessThan(1e-4);
      }
    }
  }

  @Test
  void layersThatReadAheadSaySo() {
    LayerSpec plain = new LayerSpec(CellKind.GRU, 3);
    assertThat(network(plain, plain).readsAhead()).isFalse();
    assertThat(network(plain, plain.with(Direction.SUM)).readsAhead()).isTrue();
  }

  @Test
  void likeLayersShareAStackAndOthersBeginOne() {
    LayerSpec gru = new LayerSpec(CellKind.GRU, 3);
    LayerSpec before = gru.with(Reset.BEFORE).with(Direction.BOTH);
    assertThat(network(gru, gru, before, new LayerSpec(CellKind.LSTM, 2)).layout().names())
        .contains(
            "gru.weight_ih_l0",
            "gru.weight_hh_l1",
            "gru2.gates_weight_ih_l0",
            "gru2.candidate_bias_l0_reverse",
            "lstm.weight_ih_l0");
  }

  @Test
  void anOptionOfAnotherCellIsRefused() {
    assertThatThrownBy(() -> new LayerSpec(CellKind.GRU, 3).withPeepholes())
        .isInstanceOf(SluiceException.class)
        .hasMessage("model.layers.peepholes goes with cell = lstm only, got cell = gru");
    assertThatThrownBy(() -> new LayerSpec(CellKind.LSTM, 3).with(Reset.BEFORE))
        .hasMessage("model.layers.reset = before goes with cell = gru only, got cell = lstm");
    assertThatThrownBy(() -> new LayerSpec(CellKind.LSTM, 3).withProjection(0, 2))
        .hasMessageStartingWith("model.layers.nonRecurrentProjection needs a projection");
  }

  private static Network network(LayerSpec... layers) {
    return Network.of(new NetworkSpec(3, List.of(layers), 2));
  }

  static float[] theta(Network network) {
    float[] theta = new float[network.layout().size()];
    int stream = 10;
    for (Block block : network.layout().blocks()) {
      float[] values = draw(block.elements(), stream++);
      for (int i = 0; i < values.length; i++) {
        values[i] *= 0.6f;
      }
      block.write(values, theta);
    }
    return theta;
  }

  private static Batch batch(boolean resets, boolean lengths) {
    Batch batch = new Batch(STEPS, ROWS, 3, 2, STEPS);
    System.arraycopy(draw(batch.x.length, 1), 0, batch.x, 0, batch.x.length);
    System.arraycopy(draw(batch.target.length, 2), 0, batch.target, 0, batch.target.length);
    Arrays.fill(batch.weight, 1);
    batch.weight[3] = 0.5f;
    batch.lengths[1] = lengths ? 2 : STEPS;
    NetworkCase.leaveOutPadding(batch);
    batch.reset[2 * ROWS + 2] = resets;
    return batch;
  }

  static float[] draw(int length, int stream) {
    float[] values = new float[length];
    Draws draws = Draws.of(7, Purpose.SAMPLE).at(stream);
    for (int i = 0; i < length; i++) {
      values[i] = draws.uniform(i, 1);
    }
    return values;
  }
}
