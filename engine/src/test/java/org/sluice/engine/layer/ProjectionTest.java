package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

class ProjectionTest {
  private static final int T = 4;
  private static final int B = 3;
  private static final int I = 2;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 17, 33})
  void aRecurrentProjectionByTheIdentityIsNoProjection(int hidden) {
    Run plain = new Run(hidden, LstmCell.Options.PLAIN);
    Run projected = new Run(hidden, new LstmCell.Options(false, hidden, 0));

    assertThat(projected.y).isEqualTo(plain.y);
    assertThat(projected.state).isEqualTo(plain.state);
    assertThat(projected.dx).isEqualTo(plain.dx);
    for (Block block : plain.layout.blocks()) {
      Block twin = projected.layout.block(block.name());
      assertThat(twin.read(projected.gradient)).isEqualTo(block.read(plain.gradient));
    }
  }

  /** One forward and backward pass; a projection is the identity. */
  private static final class Run {
    final ParameterLayout layout;
    final float[] y;
    final float[] state;
    final float[] gradient;
    final float[] dx = new float[T * B * Cell.padded(I)];

    Run(int hidden, LstmCell.Options options) {
      ParameterLayout.Builder builder = ParameterLayout.builder();
      Layer layer =
          new Recurrent(
              new LstmCell(new BlockNames("lstm", 0, false), I, hidden, options, builder), false);
      layout = builder.build();
      float[] theta = new float[layout.size()];
      List<Block> blocks = layout.blocks();
      for (int k = 0; k < blocks.size(); k++) {
        Block block = blocks.get(k);
        boolean projection = block.name().contains("weight_hr");
        block.write(projection ? identity(hidden) : draw(k, block.elements()), theta);
      }
      state = draw(10, B * layer.stateWidth());
      gradient = new float[theta.length];
      Window window = new Window(LiveRows.of(new int[] {4, 2, 3}, T), new boolean[T * B]);
      Layer.Pass pass = layer.pass(T, B);
      pass.forward(theta, new Sequence(draw(11, T * B * I), 0, I), window, state, 0);
      y = pass.outputs().data().clone();
      pass.backward(theta, window, outputGradient(hidden), gradient, dx);
    }
  }

  private static float[] outputGradient(int hidden) {
    int width = Cell.padded(hidden);
    float[] dy = draw(12, T * B * width);
    for (int r = 0; r < T * B; r++) {
      Arrays.fill(dy, r * width + hidden, (r + 1) * width, 0);
    }
    return dy;
  }

  private static float[] identity(int size) {
    float[] one = new float[size * size];
    for (int i = 0; i < size; i++) {
      one[i * size + i] = 1;
    }
    return one;
  }

  private static float[] draw(int stream, int length) {
    float[] values = new float[length];
    Draws draws = Draws.of(2, Purpose.SAMPLE).at(stream);
    for (int i = 0; i < length; i++) {
      values[i] = draws.uniform(i, 0.7f);
    }
    return values;
  }
}
