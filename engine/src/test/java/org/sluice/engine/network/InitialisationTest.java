package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.InitialisationSpec.Weights;
import org.sluice.engine.params.Block;

/** What parameters are drawn as. */
final class InitialisationTest {
  private static final InitialisationSpec PLAIN = InitialisationSpec.PLAIN;
  private static final int INPUTS = 24;

  @ParameterizedTest
  @CsvSource({
    "DEFAULT, lstm.weight_ih_l0, 0.1767766953", // 1 / sqrt(32)
    "UNIFORM, lstm.weight_ih_l0, 0.1",
    "UNIFORM, lstm.weight_hr_l0, 0.1",
    "XAVIER, lstm.weight_ih_l0, 0.3273268354", // sqrt(6 / (24 + 32))
    "XAVIER, lstm.weight_hh_l0, 0.3973597071", // sqrt(6 / (6 + 32))
    "HE, lstm.weight_ih_l0, 0.5",
    "HE, lstm.weight_hr_l0, 0.4330127019" // sqrt(6 / 32)
  })
  void matricesAreUniformWithinTheirBound(Weights weights, String name, double bound) {
    LayerSpec lstm = new LayerSpec(CellKind.LSTM, 32).withProjection(6, 2);
    Network network = network(lstm.with(PLAIN.with(weights)));
    float[] values = network.layout().block(name).read(network.initialise(5));
    double greatest = 0;
    double squares = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
      squares += (double) value * value / values.length;
    }
    assertThat(greatest).isBetween(0.97 * bound, bound + 1e-7);
    assertThat(Math.sqrt(squares)).isCloseTo(bound / Math.sqrt(3), within(0.08 * bound));
  }

  @ParameterizedTest
  @EnumSource(value = CellKind.class, names = "MIN_GRU", mode = EnumSource.Mode.EXCLUDE)
  void recurrentMatricesAreOrthogonalGateByGate(CellKind cell) {
    assertOrthogonal(network(new LayerSpec(cell, 33).with(PLAIN.asOrthogonal())));
  }

  @ParameterizedTest
  @CsvSource({"7, 20", "20, 7", "1, 16"})
  void recurrentMatricesThatAreNotSquareHaveOrthonormalRowsOrColumns(int hidden, int projection) {
    LayerSpec lstm = new LayerSpec(CellKind.LSTM, hidden).withProjection(projection, 0);
    assertOrthogonal(network(lstm.with(PLAIN.asOrthogonal()).with(Direction.BOTH)));
  }

  private static void assertOrthogonal(Network network) {
    float[] theta = network.initialise(4);
    assertThat(network.initialise(4)).isEqualTo(theta);
    List<Block> recurrent =
        network.layout().blocks().stream().filter(LayerBuilder::recurs).toList();
    assertThat(recurrent).isNotEmpty();
    for (Block block : recurrent) {
      boolean wide = block.units() <= block.depth();
      int count = Math.min(block.units(), block.depth());
      int length = Math.max(block.units(), block.depth());
      for (int gate = 0; gate < block.gates(); gate++) {
        for (int a = 0; a < count; a++) {
          for (int b = 0; b <= a; b++) {
            double dot = 0;
            for (int i = 0; i < length; i++) {
              dot +=
                  (double) theta[block.index(gate, wide ? a : i, wide ? i : a)]
                      * theta[block.index(gate, wide ? b : i, wide ? i : b)];
            }
            assertThat(Math.abs(dot - (a == b ? 1 : 0))).as(block.name()).isLessThan(1e-5);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, lstm.bias_ih_l0, 4",
    "COUPLED_LSTM, coupled_lstm.bias_l0, 3",
    "LAYER_NORM_LSTM, layer_norm_lstm.bias_l0, 4"
  })
  void theForgetBiasIsThatOfTheForgetGateAlone(CellKind cell, String name, int gates) {
    Network network = network(new LayerSpec(cell, 5).with(PLAIN.withForgetBias(2.5)));
    float[] bias = network.layout().block(name).read(network.initialise(1));
    assertThat(bias).hasSize(5 * gates);
    for (int i = 0; i < bias.length; i++) {
      assertThat(bias[i]).isEqualTo(i / 5 == 1 ? 2.5f : 0);
    }
    float[] usual = network(new LayerSpec(cell, 5)).initialise(1);
    assertThat(network.layout().block(name).read(usual)[5]).isEqualTo(1);
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new LayerSpec(CellKind.MIN_GRU, 3).with(PLAIN.asOrthogonal()))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("model.layers.initialisation.orthogonal is of recurrent weights");
    assertThatThrownBy(() -> new LayerSpec(CellKind.GRU, 3).with(PLAIN.withForgetBias(2)))
        .hasMessage(
            "model.layers.initialisation.forgetBias goes with LSTMs only, got 2.0 with cell = gru");
    assertThatThrownBy(() -> PLAIN.withForgetBias(Double.NaN))
        .hasMessage(
            "model.layers.initialisation.forgetBias must be between -100.0 and 100.0, got NaN");
  }

  private static Network network(LayerSpec layer) {
    return Network.of(new NetworkSpec(INPUTS, List.of(layer), 2));
  }
}
