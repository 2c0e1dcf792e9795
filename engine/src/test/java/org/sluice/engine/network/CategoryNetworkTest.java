package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;

/** Networks that read names beside numbers. */
final class CategoryNetworkTest {
  private static final List<CategorySpec> NAMES =
      List.of(new CategorySpec(4, 2), new CategorySpec(3, 5));

  @ParameterizedTest(name = "{0} numbers, {1} layers, T {2}, B {3}")
  @CsvSource({"2, 1, 1, 1", "0, 2, 4, 3", "1, 1, 5, 1", "3, 2, 5, 4"})
  void theGradientIsTheSlopeOfTheEquations(int numbers, int layers, int steps, int rows) {
    NetworkReference.assertSlopes(network(numbers, layers), batch(numbers, steps, rows));
  }

  @Test
  void vectorsAreNamedAsAListOfModulesIsInPyTorch() {
    assertThat(network(1, 1).layout().names())
        .startsWith("categories.0.weight", "categories.1.weight", "lstm.weight_ih_l0");
    assertThat(network(1, 1).layout().block("categories.1.weight").shape()).containsExactly(3, 5);
    assertThat(network(1, 1).layout().block("lstm.weight_ih_l0").depth()).isEqualTo(8);
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new NetworkSpec(1, lstm(1), 1).with(NAMES))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "a network reads a token or up to 1 categories among its inputs, got 2 categories");
    NetworkSpec language = new NetworkSpec(1, new EmbeddingSpec(7, 5), lstm(1), 7);
    assertThatThrownBy(() -> language.with(NAMES.subList(0, 1)))
        .hasMessage(
            "a network reads a token or up to 0 categories among its inputs, got 1 categories");
    assertThatThrownBy(() -> new CategorySpec(3, 0))
        .hasMessage("width of a category's vectors must be at least 1, got 0");
  }

  private static List<LayerSpec> lstm(int layers) {
    return Collections.nCopies(layers, new LayerSpec(CellKind.LSTM, 5));
  }

  private static Network network(int numbers, int layers) {
    return Network.of(new NetworkSpec(numbers + 2, lstm(layers), 2).with(NAMES));
  }

  /** Names that come again, a row that ends early and one in which a series begins. */
  private static Batch batch(int numbers, int steps, int rows) {
    Batch batch = new Batch(steps, rows, numbers + 2, 2, steps);
    Draws draws = Draws.of(4, Purpose.SAMPLE);
    for (int r = 0; r < steps * rows; r++) {
      int at = r * (numbers + 2);
      for (int i = 0; i < numbers; i++) {
        batch.x[at + i] = draws.at(2).uniform(at + i, 1);
      }
      batch.x[at + numbers] = (int) (draws.at(0).uniform(r) * 4);
      batch.x[at + numbers + 1] = r % 2 * 2; // 1 never
    }
    for (int i = 0; i < batch.target.length; i++) {
      batch.target[i] = draws.at(1).uniform(i, 1);
    }
    Arrays.fill(batch.weight, 1);
    if (rows > 2) {
      batch.lengths[1] = 2;
      NetworkCase.leaveOutPadding(batch);
      batch.x[(2 * rows + 1) * (numbers + 2) + numbers] = -5; // padding is not read
      batch.reset[2 * rows + 2] = true;
    }
    return batch;
  }
}
