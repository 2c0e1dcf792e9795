package org.sluice.engine.layer;

import java.util.Arrays;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Require;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.Initialisation;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * A vector for each token, {@code y = W[x]}: W [V, E]. The first input of a step is the token's
 * index, a whole number from 0 to V - 1 held in a float; padding is not read.
 */
public final class Embedding implements Layer {
  private static final float BOUND = 0.1f;

  private final Block w;
  private final boolean shared;

  /** With vectors of its own, row after row in memory: {@code name.weight}. */
  public Embedding(String name, int vocabulary, int width, ParameterLayout.Builder layout) {
    this(layout.matrix(name + ".weight", 1, vocabulary, width, 1), false);
  }

  private Embedding(Block w, boolean shared) {
    this.w = w;
    this.shared = shared;
  }

  /**
   * Whose vectors are the weights of a dense layer further up (Press and Wolf 2017). Its pass adds
   * to the gradient that the dense layer's has written.
   */
  public static Embedding tied(Block weights) {
    return new Embedding(weights, true);
  }

  @Override
  public int outputs() {
    return w.depth();
  }

  @Override
  public int stateWidth() {
    return 0;
  }

  @Override
  public void initialise(float[] theta, Draws draws) {
    Initialisation.uniform(w, theta, draws.at(0), BOUND);
  }

  @Override
  public Pass pass(int steps, int rows) {
    return new Lookup(steps, rows);
  }

  private final class Lookup implements Pass {
    private final int[] tokens; // of each row, [T·B]
    private final Sequence outputs;

    Lookup(int steps, int rows) {
      tokens = new int[steps * rows];
      int stride = Cell.padded(w.depth());
      outputs = new Sequence(new float[tokens.length * stride], 0, stride);
    }

    @Override
    public Sequence outputs() {
      return outputs;
    }

    @Override
    public void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt) {
      LiveRows live = window.live();
      for (int r = 0; r < live.count(); r++) {
        tokens[r] = Require.index("a token", x.data()[x.at(r)], w.units(), live.place(r));
        w.copyUnit(theta, tokens[r], outputs.data(), outputs.at(r));
      }
    }

    /** Only rows of tokens that occurred are touched, in the order of time and then of rows. */
    @Override
    public void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx) {
      if (!shared) {
        Arrays.fill(gradient, w.offset(), w.offset() + w.size(), 0);
      }
      for (int r = 0; r < window.live().count(); r++) {
        int to = w.index(0, tokens[r], 0);
        int from = outputs.at(r);
        for (int k = 0; k < w.depth(); k++) {
          gradient[to + k * w.width()] += dy[from + k];
        }
      }
      if (dx != null) {
        Arrays.fill(dx, 0); // an index has no slope
      }
    }
  }
}
