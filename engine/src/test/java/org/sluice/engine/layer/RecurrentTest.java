package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
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

/** What a scan hands to its cell: the rows that are real, and no others. */
final class RecurrentTest {
  private static final int T = 5;
  private static final int I = 3;
  private static final int H = 4;
  private static final int[] LENGTHS = {2, 0, 4, 4};

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCellIsHandedTheLiveRowsOfEachStep(boolean reverse) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Counting cell = new Counting(new GruCell(new BlockNames("gru", 0, false), I, H, layout));
    float[] theta = new float[layout.build().size()];
    Window window = new Window(LiveRows.of(LENGTHS, T), new boolean[T * LENGTHS.length]);
    Recurrent layer = new Recurrent(cell, reverse);
    Layer.Pass pass = layer.pass(T, LENGTHS.length);
    Sequence x = new Sequence(new float[10 * I], 0, I); // room for the live rows alone
    pass.forward(theta, x, window, new float[LENGTHS.length * H], 0);
    pass.backward(theta, window, new float[10 * 16], new float[theta.length], null);
    List<List<Integer>> steps = List.of(List.of(0, 3), List.of(3, 3), List.of(6, 2), List.of(8, 2));
    List<List<Integer>> back = new ArrayList<>(steps);
    Collections.reverse(back);
    assertThat(cell.all).isEqualTo(10);
    assertThat(cell.forward).isEqualTo(reverse ? back : steps);
    assertThat(cell.backward).isEqualTo(reverse ? steps : back);
  }

  @Test
  void aReversedScanReadsEachRowFromItsOwnEnd() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Cell cell = new GruCell(new BlockNames("gru", 0, false), I, H, layout);
    float[] theta = new float[layout.build().size()];
    cell.initialise(theta, Draws.of(1, Purpose.WEIGHTS));
    LiveRows live = LiveRows.of(LENGTHS, T);
    float[] x = new float[live.count() * I];
    float[] turned = new float[x.length];
    for (int row = 0; row < live.count(); row++) {
      for (int i = 0; i < I; i++) {
        x[row * I + i] = Draws.of(2, Purpose.SAMPLE).uniform(row * I + i, 1);
        turned[mirror(live, row) * I + i] = x[row * I + i];
      }
    }
    float[] ahead = outputs(new Recurrent(cell, false), theta, turned, live);
    float[] back = outputs(new Recurrent(cell, true), theta, x, live);
    for (int row = 0; row < live.count(); row++) {
      for (int j = 0; j < H; j++) {
        assertThat(back[row * 16 + j]).isEqualTo(ahead[mirror(live, row) * 16 + j]);
      }
    }
  }

  /** The row of the step that is as far from its series' other end. */
  private static int mirror(LiveRows live, int row) {
    int b = live.batchRow(row);
    return live.index(live.length(b) - 1 - live.place(row) / LENGTHS.length, b);
  }

  private static float[] outputs(Recurrent layer, float[] theta, float[] x, LiveRows live) {
    Layer.Pass pass = layer.pass(T, LENGTHS.length);
    Window window = new Window(live, new boolean[T * LENGTHS.length]);
    pass.forward(theta, new Sequence(x, 0, I), window, new float[LENGTHS.length * H], 0);
    return pass.outputs().data();
  }

  /** A cell that writes down which rows it is handed: the first and how many, step by step. */
  private static final class Counting implements Cell {
    final List<List<Integer>> forward = new ArrayList<>();
    final List<List<Integer>> backward = new ArrayList<>();
    int all;
    private final Cell inner;

    Counting(Cell inner) {
      this.inner = inner;
    }

    @Override
    public int inputs() {
      return inner.inputs();
    }

    @Override
    public int[] carry() {
      return inner.carry();
    }

    @Override
    public void initialise(float[] theta, Draws draws) {
      inner.initialise(theta, draws);
    }

    @Override
    public Pass pass(int steps, int rows, Carry carry) {
      Pass pass = inner.pass(steps, rows, carry);
      return new Pass() {
        @Override
        public void begin(float[] theta, Sequence x, int count) {
          all = count;
          pass.begin(theta, x, count);
        }

        @Override
        public void forward(float[] theta, int row, int count) {
          forward.add(List.of(row, count));
          pass.forward(theta, row, count);
        }

        @Override
        public void beginBackward(float[] theta) {
          pass.beginBackward(theta);
        }

        @Override
        public void backward(float[] theta, int row, int count) {
          backward.add(List.of(row, count));
          pass.backward(theta, row, count);
        }

        @Override
        public void weightGradients(float[] gradient) {
          pass.weightGradients(gradient);
        }

        @Override
        public void inputGradient(float[] theta, float[] dx) {
          pass.inputGradient(theta, dx);
        }
      };
    }
  }
}
