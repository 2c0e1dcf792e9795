package org.sluice.engine.network;

import org.sluice.engine.data.Batch;
import org.sluice.engine.params.ParameterLayout;

/**
 * The structure of a network: which layers, and where their parameters lie. Immutable, shared by
 * all threads.
 */
public final class Network {
  private Network() {}

  public static Network of(NetworkSpec spec) {
    throw new IllegalStateException();
  }

  public NetworkSpec spec() {
    throw new IllegalStateException();
  }

  public ParameterLayout layout() {
    throw new IllegalStateException();
  }

  /** Fresh parameters: uniform ±1/sqrt(H), forget biases 1, drawn from {@code seed}. */
  public float[] initialise(long seed) {
    throw new IllegalStateException();
  }

  /** Floats of recurrent state of {@code rows} rows. */
  public int stateSize(int rows) {
    throw new IllegalStateException();
  }

  /** Buffers for a forward and backward pass over batches of this shape. One thread at a time. */
  public Workspace workspace(int steps, int rows, int targetSteps) {
    throw new IllegalStateException();
  }

  /**
   * A network's buffers for one shape of batch. One thread at a time; nothing is allocated after
   * construction.
   */
  public static final class Workspace {
    /** Runs the batch from {@code state} and leaves the state behind its last step there. */
    public void forward(float[] theta, Batch batch, float[] state) {}

    /**
     * Outputs of the last forward pass, [targetSteps, B, O]: the array itself, overwritten by the
     * next pass.
     */
    public float[] outputs() {
      throw new IllegalStateException();
    }

    /**
     * Sum of weight times squared error of the last forward pass. Keeps the outputs' gradient of
     * the batch's mean loss (that sum over the sum of weights) for {@link #backward}.
     */
    public double loss(Batch batch) {
      throw new IllegalStateException();
    }

    /** Overwrites {@code gradient}, laid out like theta, with that of the mean loss. */
    public void backward(float[] theta, Batch batch, float[] gradient) {}
  }
}
