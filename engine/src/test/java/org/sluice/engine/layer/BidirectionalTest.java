package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.GruCell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.ParameterLayout;

/** Both ways at once are the two scans side by side. */
final class BidirectionalTest {
  private static final int I = 5;
  private static final int T = 4;
  private static final int B = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 16, 17})
  void itsOutputsAndGradientsAreThoseOfTwoScans(int hidden) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Cell ahead = new GruCell(new BlockNames("gru", 0, false), I, hidden, layout);
    Cell back = new GruCell(new BlockNames("gru", 0, true), I, hidden, layout);
    float[] theta = new float[layout.build().size()];
    Layer both = new Bidirectional(ahead, back, false);
    both.initialise(theta, Draws.of(1, Purpose.WEIGHTS));
    Sequence x = new Sequence(draw(0, T * B * I), 0, I);
    Window window = new Window(LiveRows.of(new int[] {4, 2, 3}, T), new boolean[T * B]);
    int width = Cell.padded(2 * hidden);
    float[] dy = draw(1, T * B * width);

    Run expectedAhead =
        new Run(new Recurrent(ahead, false), theta, x, window, part(dy, width, 0, hidden));
    Run expectedBack =
        new Run(new Recurrent(back, true), theta, x, window, part(dy, width, hidden, hidden));
    Run actual = new Run(both, theta, x, window, dy);

    int stride = Cell.padded(hidden);
    assertThat(part(actual.y, width, 0, hidden))
        .isEqualTo(part(expectedAhead.y, stride, 0, hidden));
    assertThat(part(actual.y, width, hidden, hidden))
        .isEqualTo(part(expectedBack.y, stride, 0, hidden));
    assertThat(actual.gradient).isEqualTo(sum(expectedAhead.gradient, expectedBack.gradient));
    assertThat(actual.dx).isEqualTo(sum(expectedAhead.dx, expectedBack.dx));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17})
  void theSumIsTheSumOfTwoScansThatShareTheirGradient(int hidden) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Cell ahead = new GruCell(new BlockNames("gru", 0, false), I, hidden, layout);
    Cell back = new GruCell(new BlockNames("gru", 0, true), I, hidden, layout);
    float[] theta = new float[layout.build().size()];
    Layer both = new Bidirectional(ahead, back, true);
    both.initialise(theta, Draws.of(1, Purpose.WEIGHTS));
    Sequence x = new Sequence(draw(0, T * B * I), 0, I);
    Window window = new Window(LiveRows.of(new int[] {4, 2, 3}, T), new boolean[T * B]);
    int width = Cell.padded(hidden);
    float[] dy = part(draw(1, T * B * width), width, 0, hidden);

    Run expectedAhead = new Run(new Recurrent(ahead, false), theta, x, window, dy);
    Run expectedBack = new Run(new Recurrent(back, true), theta, x, window, dy);
    Run actual = new Run(both, theta, x, window, dy);

    assertThat(both.outputs()).isEqualTo(hidden);
    assertThat(actual.y).isEqualTo(sum(expectedAhead.y, expectedBack.y));
    assertThat(actual.gradient).isEqualTo(sum(expectedAhead.gradient, expectedBack.gradient));
    assertThat(actual.dx).isEqualTo(sum(expectedAhead.dx, expectedBack.dx));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17})
  void aReversedSequenceSwapsTheDirections(int hidden) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Cell cell = new GruCell(new BlockNames("gru", 0, false), I, hidden, layout);
    float[] theta = new float[layout.build().size()];
    cell.initialise(theta, Draws.of(1, Purpose.WEIGHTS));
    float[] x = draw(0, T * B * I);
    Window whole = new Window(LiveRows.of(new int[] {T, T, T}, T), new boolean[T * B]);
    float[] dy = new float[T * B * Cell.padded(hidden)];

    Run ahead = new Run(new Recurrent(cell, false), theta, new Sequence(x, 0, I), whole, dy);
    Run back =
        new Run(
            new Recurrent(cell, true), theta, new Sequence(reversed(x, B * I), 0, I), whole, dy);

    assertThat(back.y).isEqualTo(reversed(ahead.y, B * Cell.padded(hidden)));
  }

  /** One forward and backward pass of a layer from the zero state. */
  private static final class Run {
    final float[] y;
    final float[] gradient;
    final float[] dx = new float[T * B * Cell.padded(I)];

    Run(Layer layer, float[] theta, Sequence x, Window window, float[] dy) {
      Layer.Pass pass = layer.pass(T, B);
      pass.forward(theta, x, window, new float[B * layer.stateWidth()], 0);
      y = pass.outputs().data().clone();
      gradient = new float[theta.length];
      pass.backward(theta, window, dy, gradient, dx);
    }
  }

  /** Columns from {@code at} on of T·B rows, in rows of padded {@code width}. */
  private static float[] part(float[] rows, int stride, int at, int width) {
    int padded = Cell.padded(width);
    float[] part = new float[T * B * padded];
    for (int r = 0; r < T * B; r++) {
      System.arraycopy(rows, r * stride + at, part, r * padded, width);
    }
    return part;
  }

  private static float[] reversed(float[] x, int block) {
    float[] turned = new float[x.length];
    for (int t = 0; t < T; t++) {
      System.arraycopy(x, t * block, turned, (T - 1 - t) * block, block);
    }
    return turned;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static float[] draw(int stream, int length) {
    float[] x = new float[length];
    Draws draws = Draws.of(2, Purpose.SAMPLE).at(stream);
    for (int i = 0; i < length; i++) {
      x[i] = draws.uniform(i, 1);
    }
    return x;
  }
}
