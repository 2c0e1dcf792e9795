package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/** Vectors of names are what a product with rows that have a single one gives. */
final class CategoriesTest {
  private static final int[] KINDS = {4, 66};
  private static final int[] WIDTHS = {2, 17};

  private final ParameterLayout layout;
  private final float[] theta;

  CategoriesTest() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.vector("before", 1, 5, 16);
    for (int c = 0; c < KINDS.length; c++) {
      builder.matrix("c" + c, 1, KINDS[c], WIDTHS[c], 1);
    }
    layout = builder.build();
    theta = draw(layout.size(), 1);
  }

  private Block vectors(int c) {
    return layout.block("c" + c);
  }

  private Categories layer(int numbers) {
    return new Categories(numbers, List.of(vectors(0), vectors(1)));
  }

  @ParameterizedTest(name = "N {0}, T {1}, B {2}")
  @CsvSource({"0, 1, 1", "3, 1, 1", "1, 1, 5", "17, 7, 1", "2, 6, 4"})
  void outputsAndGradientsAreThoseOfAProductWithOneHotRows(int numbers, int steps, int rows) {
    float[] x = inputs(numbers, steps * rows);
    Categories layer = layer(numbers);
    int stride = Cell.padded(layer.outputs());
    float[] dy = draw(steps * rows * stride, 2);
    float[] gradient = filled(theta.length);
    float[] dx = filled(steps * rows * Cell.padded(numbers + 2));
    Window window = new Window(new LiveRows(steps, rows), new boolean[steps * rows]);
    Layer.Pass pass = layer.pass(steps, rows);
    pass.forward(theta, new Sequence(x, 0, numbers + 2), window, new float[0], 0);
    pass.backward(theta, window, dy, gradient, dx);

    assertThat(layer.outputs()).isEqualTo(numbers + 19);
    float[][] expected = {new float[4 * 2], new float[66 * 17]};
    for (int r = 0; r < steps * rows; r++) {
      float[] y = Arrays.copyOfRange(pass.outputs().data(), r * stride, (r + 1) * stride);
      float[] row = new float[stride];
      System.arraycopy(x, r * (numbers + 2), row, 0, numbers);
      int at = numbers;
      for (int c = 0; c < 2; c++) {
        float[] all = vectors(c).read(theta); // [V, E]
        int name = (int) x[r * (numbers + 2) + numbers + c];
        for (int k = 0; k < WIDTHS[c]; k++, at++) {
          row[at] = all[name * WIDTHS[c] + k];
          expected[c][name * WIDTHS[c] + k] += dy[r * stride + at];
        }
      }
      assertThat(y).isEqualTo(row);
      float[] slope = new float[Cell.padded(numbers + 2)];
      System.arraycopy(dy, r * stride, slope, 0, numbers);
      assertThat(Arrays.copyOfRange(dx, r * slope.length, (r + 1) * slope.length)).isEqualTo(slope);
    }
    assertThat(vectors(0).read(gradient)).isEqualTo(expected[0]);
    assertThat(vectors(1).read(gradient)).isEqualTo(expected[1]);
  }

  @Test
  void paddingIsNotRead() {
    Layer.Pass pass = layer(0).pass(2, 2);
    Window window = new Window(LiveRows.of(new int[] {2, 1}, 2), new boolean[4]);
    float[] x = {1, 65, 3, 0, 1, 2, Float.NaN, -7};
    float[] dy = new float[4 * Cell.padded(19)];
    Arrays.fill(dy, 1);
    float[] gradient = filled(theta.length);
    pass.forward(theta, new Sequence(x, 0, 2), window, new float[0], 0);
    pass.backward(theta, window, dy, gradient, null);
    assertThat(vectors(0).read(gradient)).containsExactly(0, 0, 2, 2, 0, 0, 1, 1);
  }

  @Test
  void whoeverIsUnknownHasNoVectorAtFirstAndOthersDo() {
    float[] fresh = filled(theta.length);
    layer(1).initialise(fresh, Draws.of(3, Purpose.WEIGHTS));
    for (int c = 0; c < 2; c++) {
      float[] all = vectors(c).read(fresh);
      assertThat(Arrays.copyOf(all, WIDTHS[c])).containsOnly(0f);
      assertThat(Arrays.copyOfRange(all, WIDTHS[c], all.length))
          .doesNotContain(0f)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsNoNameIsRefused() {
    for (float name : new float[] {-1, 4, 0.5f, Float.NaN}) {
      Layer.Pass pass = layer(0).pass(1, 2);
      Window window = new Window(new LiveRows(1, 2), new boolean[2]);
      Sequence x = new Sequence(new float[] {0, 0, name, 0}, 0, 2);
      assertThatThrownBy(() -> pass.forward(theta, x, window, new float[0], 0))
          .isInstanceOf(SluiceException.class)
          .hasMessage(
              "a category must be a whole number from 0 to 3, got %s in row 1 of a batch", name);
    }
  }

  /** Random numbers, then two names, most of which come again. */
  private static float[] inputs(int numbers, int rows) {
    float[] x = draw(rows * (numbers + 2), 3);
    for (int r = 0; r < rows; r++) {
      int at = r * (numbers + 2) + numbers;
      x[at] = r % 3;
      x[at + 1] = r % 2 * 65;
    }
    return x;
  }

  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN); // it is to be overwritten
    return values;
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
