package org.sluice.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Require;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Initialisation;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;

/**
 * A vector for each name among the inputs (entity embeddings, Guo and Berkhahn 2016): {@code y =
 * [x_1 … x_N, W_1[x_{N+1}] … W_C[x_{N+C}]]}, of inputs of which the first N are numbers and the
 * last C say, each in whole numbers from 0 to V_c - 1 held in a float, which name it is. W_c [V_c,
 * E_c]. Name 0 stands for those that nobody knows: its vector is zero at first.
 */
public final class Categories implements Layer {
  /** Of vectors at first: as far as scaled numbers mostly reach. */
  private static final float BOUND = 1;

  private final int numbers; // N
  private final List<Block> w; // [C]
  private final int outputs;

  /**
   * @param numbers N
   * @param vectors W_1 … W_C, row after row in memory
   */
  public Categories(int numbers, List<Block> vectors) {
    this.numbers = numbers;
    w = List.copyOf(vectors);
    outputs = numbers + w.stream().mapToInt(Block::depth).sum();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int stateWidth() {
    return 0;
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    for (int c = 0; c < w.size(); c++) {
      Block vectors = w.get(c);
      Initialisation.uniform(vectors, theta, draws.at(c), BOUND);
      vectors.putUnit(theta, 0, new float[vectors.depth()]);
    }
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new Lookup(steps * rows);
  }

  private final class Lookup implements Pass {
    private final int[] names; // of each row, [T·B, C]
    private final Sequence outputs;

    Lookup(int rows) {
      names = new int[rows * w.size()];
      int stride = Cell.padded(Categories.this.outputs);
      outputs = new Sequence(new float[rows * stride], 0, stride);
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      LiveRows live = window.live();
      for (int r = 0; r < live.count(); r++) {
        int from = x.at(r);
        int to = outputs.at(r);
        System.arraycopy(x.data(), from, outputs.data(), to, numbers);
        to += numbers;
        for (int c = 0; c < w.size(); c++) {
          Block vectors = w.get(c);
          float name = x.data()[from + numbers + c];
          int known = Require.index("a category", name, vectors.units(), live.place(r));
          names[r * w.size() + c] = known;
          vectors.copyUnit(theta, known, outputs.data(), to);
          to += vectors.depth();
        }
      }
    }

    /** Vectors are gone through in the order of time, then of rows. */
    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      int rows = window.live().count();
      int first = numbers;
      for (int c = 0; c < w.size(); c++) {
        Block vectors = w.get(c);
        Arrays.fill(gradient, vectors.offset(), vectors.offset() + vectors.size(), 0);
        for (int r = 0; r < rows; r++) {
          int to = vectors.index(0, names[r * w.size() + c], 0);
          int from = outputs.at(r) + first;
          for (int k = 0; k < vectors.depth(); k++) {
            gradient[to + k * vectors.width()] += dy[from + k];
          }
        }
        first += vectors.depth();
      }
      if (dx != null) {
        inputGradient(rows, dy, dx);
      }
    }

    /** That of the numbers: a name has no slope. */
    private void inputGradient(int rows, float[] dy, float[] dx) {
      int stride = Cell.padded(numbers + w.size());
      Arrays.fill(dx, 0, rows * stride, 0);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(dy, outputs.at(r), dx, r * stride, numbers);
      }
    }
  }
}
