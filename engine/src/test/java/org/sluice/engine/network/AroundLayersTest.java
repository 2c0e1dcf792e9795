package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sluice.engine.network.NetworkReference.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.engine.layer.CellReference;
import org.sluice.engine.params.Block;

/** What stands round a layer, between layers and in front of the head. */
final class AroundLayersTest {
  private static final int STEPS = 4;
  private static final int ROWS = 3;

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (int width : new int[] {1, 5, 17}) {
      LayerSpec gru = new LayerSpec(CellKind.GRU, width);
      for (Pooling pooling : Pooling.values()) {
        cases.add(Arguments.of(gru.with(Connection.RESIDUAL), pooling));
        cases.add(Arguments.of(gru.with(Connection.HIGHWAY), pooling));
        cases.add(Arguments.of(gru.asNormalised().with(Connection.HIGHWAY), pooling));
        cases.add(Arguments.of(gru.with(Direction.SUM).asNormalised(), pooling));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void theGradientIsTheSlopeOfTheEquations(LayerSpec layer, Pooling pooling) {
    for (int targetSteps : pooling == Pooling.LAST ? new int[] {1, STEPS} : new int[] {1}) {
      assertGradientIsSlope(network(layer, pooling), targetSteps);
    }
  }

  private static void assertGradientIsSlope(Network network, int targetSteps) {
    float[] theta = LayersTest.theta(network);
    Batch batch = batch(network, targetSteps);
    float[] state = LayersTest.draw(network.stateSize(ROWS), 4);
    NetworkReference reference = new NetworkReference(network, batch, state.clone());
    Workspace workspace = network.workspace(STEPS, ROWS, targetSteps);
    float[] gradient = new float[theta.length];
    double loss = 0;
    for (int pass = 0; pass < 2; pass++) { // the second time through used buffers
      workspace.forward(theta, batch, state.clone());
      loss = workspace.loss(batch) / NetworkCase.weights(batch);
      Arrays.fill(gradient, 7);
      workspace.backward(theta, batch, gradient);
    }
    double[] values = CellReference.widen(theta);
    assertThat(error(loss, reference.loss(values))).isLessThan(1e-4);
    for (Block block : network.layout().blocks()) {
      for (int unit : new int[] {0, block.units() - 1}) {
        int i = block.index(block.gates() - 1, unit, block.depth() / 2);
        double slope = reference.slope(values, i);
        assertThat(error(gradient[i], slope)).as("%s[%d]", block.name(), unit).isLessThan(1e-4);
      }
    }
  }

  @Test
  void aHighwayWithItsGatesOpenIsThePlainLayerAndWithThemClosedItIsNotThere() {
    LayerSpec gru = new LayerSpec(CellKind.GRU, 5);
    Network network = network(gru.with(Connection.HIGHWAY), Pooling.LAST);
    Network plain = network(gru, Pooling.LAST);
    float[] theta = LayersTest.theta(network);
    float[] same = new float[plain.layout().size()];
    for (Block block : plain.layout().blocks()) {
      block.write(network.layout().block(block.name()).read(theta), same);
    }
    Batch batch = batch(network, STEPS);
    gates(network, theta, 200);
    assertThat(outputs(network, theta, batch))
        .containsExactly(outputs(plain, same, batch), within(1e-6f));

    gates(network, theta, -200);
    float[] closed = outputs(network, theta, batch);
    Block head = network.layout().block("head.weight");
    for (int r = 0; r < STEPS * ROWS; r++) {
      double expected = theta[network.layout().block("head.bias").offset()];
      for (int k = 0; k < 5; k++) {
        expected += (double) theta[head.index(0, 0, k)] * batch.x[r * 5 + k];
      }
      assertThat(error(closed[2 * r], expected)).isLessThan(1e-5);
    }
  }

  @Test
  void aHighwayBeginsAlmostClosed() {
    Network network =
        network(new LayerSpec(CellKind.GRU, 5).with(Connection.HIGHWAY), Pooling.LAST);
    assertThat(network.layout().block("gru.highway_bias_l0").read(network.initialise(1)))
        .containsOnly(-2f);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LayerSpec gru = new LayerSpec(CellKind.GRU, 5);
    assertThatThrownBy(
            () -> Network.of(new NetworkSpec(4, List.of(gru.with(Connection.HIGHWAY)), 1)))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("model.layers.connection = highway mixes")
        .hasMessageEndingWith("got 4 and 5");
    assertThatThrownBy(() -> network(gru, Pooling.MEAN).workspace(3, 1, 3))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("model.pooling = mean makes one target of a window");
  }

  private static Network network(LayerSpec layer, Pooling pooling) {
    int width = layer.hidden();
    return Network.of(new NetworkSpec(width, List.of(layer, layer), 2).with(pooling));
  }

  private static float[] outputs(Network network, float[] theta, Batch batch) {
    Workspace workspace = network.workspace(STEPS, ROWS, STEPS);
    workspace.forward(theta, batch, new float[network.stateSize(ROWS)]);
    return workspace.outputs().clone();
  }

  private static void gates(Network network, float[] theta, float bias) {
    for (String layer : List.of("l0", "l1")) {
      Block block = network.layout().block("gru.highway_bias_" + layer);
      float[] values = new float[block.elements()];
      Arrays.fill(values, bias);
      block.write(values, theta);
    }
  }

  private static Batch batch(Network network, int targetSteps) {
    Batch batch = new Batch(STEPS, ROWS, network.spec().inputs(), 2, targetSteps);
    System.arraycopy(LayersTest.draw(batch.x.length, 1), 0, batch.x, 0, batch.x.length);
    float[] target = LayersTest.draw(batch.target.length, 2);
    System.arraycopy(target, 0, batch.target, 0, target.length);
    Arrays.fill(batch.weight, 1);
    batch.lengths[1] = targetSteps == 1 ? 2 : STEPS;
    NetworkCase.leaveOutPadding(batch);
    return batch;
  }
}
