package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/** A lookup is the product with rows that have a single one: that says what everything must be. */
final class EmbeddingTest {
  private static final int V = 70;
  private static final int INPUTS = 2; // of which the first is the token

  static Stream<Arguments> shapes() {
    int[][] shapes = {{1, 1, 1}, {1, 1, 17}, {1, 5, 16}, {7, 1, 3}, {6, 4, 65}};
    return Stream.of(false, true)
        .flatMap(tied -> Arrays.stream(shapes).map(s -> Arguments.of(tied, s[0], s[1], s[2])));
  }

  @ParameterizedTest(name = "tied {0}, T {1}, B {2}, E {3}")
  @MethodSource("shapes")
  void lookupAndGradientAreThoseOfAProductWithOneHotRows(
      boolean tied, int steps, int rows, int width) {
    Table table = new Table(tied, width);
    int[] tokens = new int[steps * rows];
    for (int r = 0; r < tokens.length; r++) {
      tokens[r] = r % 3 == 2 ? V - 1 : r % 2 * 65; // most occur again
    }
    float[] dy = draw(tokens.length * Cell.padded(width), 2);
    Layer.Pass pass = table.layer.pass(steps, rows);
    pass.forward(table.theta, inputs(tokens), window(steps, rows), new float[0], 0);
    float[] gradient = new float[table.theta.length];
    Arrays.fill(gradient, tied ? 0 : Float.NaN);
    pass.backward(table.theta, window(steps, rows), dy, gradient, null);

    float[] vectors = table.weights.read(table.theta); // [V, E]
    float[] expected = new float[V * width];
    for (int r = 0; r < tokens.length; r++) {
      int from = r * Cell.padded(width);
      for (int k = 0; k < width; k++) {
        assertThat(pass.outputs().data()[from + k]).isEqualTo(vectors[tokens[r] * width + k]);
        expected[tokens[r] * width + k] += dy[from + k];
      }
    }
    assertThat(table.weights.read(gradient)).isEqualTo(expected);
  }

  @Test
  void aTiedOneAddsToTheGradientThatIsThere() {
    Table table = new Table(true, 2);
    Layer.Pass pass = table.layer.pass(1, 1);
    pass.forward(table.theta, inputs(new int[] {3}), window(1, 1), new float[0], 0);
    float[] gradient = new float[table.theta.length];
    gradient[table.weights.index(0, 3, 0)] = 5;
    float[] dy = new float[16];
    dy[0] = 2;
    pass.backward(table.theta, window(1, 1), dy, gradient, null);
    assertThat(gradient[table.weights.index(0, 3, 0)]).isEqualTo(7);
  }

  @Test
  void paddedStepsReadNoTokenAndHaveNoGradient() {
    Table table = new Table(false, 3);
    Layer.Pass pass = table.layer.pass(2, 2);
    Window window = new Window(LiveRows.of(new int[] {2, 1}, 2), new boolean[4]);
    float[] x = {1, 0, 2, 0, 1, 0, Float.NaN, Float.NaN};
    pass.forward(table.theta, new Sequence(x, 0, INPUTS), window, new float[0], 0);
    assertThat(Arrays.copyOfRange(pass.outputs().data(), 48, 64)).containsOnly(0f);
    float[] dy = new float[64];
    Arrays.fill(dy, 1);
    float[] gradient = new float[table.theta.length];
    pass.backward(table.theta, window, dy, gradient, null);
    float[] expected = new float[V * 3];
    Arrays.fill(expected, 3, 6, 2); // token 1, twice
    Arrays.fill(expected, 6, 9, 1); // token 2
    assertThat(table.weights.read(gradient)).isEqualTo(expected);
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (float token : new float[] {-1, V, 0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      Table table = new Table(false, 3);
      Layer.Pass pass = table.layer.pass(2, 1);
      Sequence x = new Sequence(new float[] {0, 9, token, 9}, 0, INPUTS);
      assertThatThrownBy(() -> pass.forward(table.theta, x, window(2, 1), new float[0], 0))
          .isInstanceOf(SluiceException.class)
          .hasMessage(
              "a token must be a whole number from 0 to 69, got %s in row 1 of a batch", token);
    }
  }

  /** An embedding and what it holds. */
  private static final class Table {
    final Embedding layer;
    final Block weights;
    final float[] theta;

    Table(boolean tied, int width) {
      ParameterLayout.Builder layout = ParameterLayout.builder();
      layout.vector("before", 1, 5, 16);
      layer =
          tied
              ? Embedding.tied(Dense.weights("e", width, V, layout))
              : new Embedding("e", V, width, layout);
      ParameterLayout built = layout.build();
      weights = built.block("e.weight");
      theta = draw(built.size(), 1);
    }
  }

  private static Sequence inputs(int[] tokens) {
    float[] x = draw(tokens.length * INPUTS, 3);
    for (int r = 0; r < tokens.length; r++) {
      x[r * INPUTS] = tokens[r];
    }
    return new Sequence(x, 0, INPUTS);
  }

  private static Window window(int steps, int rows) {
    return new Window(new LiveRows(steps, rows), new boolean[steps * rows]);
  }

  private static float[] draw(int length, int stream) {
    float[] values = new float[length];
    Draws draws = Draws.of(7, Purpose.SAMPLE).at(stream);
    for (int i = 0; i < length; i++) {
      values[i] = draws.uniform(i, 1);
    }
    return values;
  }
}
