package org.sluice.engine.infer;

import java.util.Arrays;
import org.sluice.engine.base.Footprint;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.network.Workspace;

/**
 * A trained network fed one time step at a time, the recurrent state kept in a handle: after the
 * rows x_1 … x_t it gives the bits that a window of these t rows would give. It never writes to its
 * weights: one stepper serves all threads, each with handles of its own.
 */
public final class Stepper {
  private final Network network;
  private final float[] theta;

  /**
   * @param theta parameters in the network's layout; copied
   */
  public Stepper(Network network, float[] theta) {
    Require.that(
        theta.length == network.layout().size(),
        "theta must have %d floats, got %d",
        network.layout().size(),
        theta.length);
    Require.that(
        !network.readsAhead() && network.spec().pooling() == Pooling.LAST,
        "a stepper reads one time step after the other, so it serves neither layers with"
            + " model.layers.direction other than forward nor model.pooling = mean or max");
    this.network = network;
    this.theta = theta.clone();
  }

  /**
   * A stepper whose matrices are rounded to eight bits, each output with a scale of its own: about
   * a quarter of the memory. Its outputs differ a little from those of the floats, by the same bits
   * on every machine.
   *
   * @param theta parameters of a trained {@code network}; read only
   */
  public static Stepper int8(Network network, float[] theta) {
    Network rounded = network.rounded(theta);
    return new Stepper(rounded, rounded.layout().vectors(network.layout(), theta));
  }

  /** Bytes of the weights, which all handles share. */
  public long bytes() {
    return Footprint.bytes(this);
  }

  /** A handle in the initial state for {@code rows} series side by side. */
  public State newState(int rows) {
    return new State(rows);
  }

  /**
   * Feeds every row of {@code state} its next input and overwrites the state. Allocates nothing
   * behind the first step.
   *
   * @param x inputs, [B, I]
   * @param y receives the outputs, [B, O]
   */
  public void step(State state, float[] x, float[] y) {
    Batch batch = state.batch;
    if (x.length != batch.x.length) { // no format's arguments until it fails
      throw new SluiceException(
          "x must have %d floats, got %d".formatted(batch.x.length, x.length));
    }
    System.arraycopy(x, 0, batch.x, 0, x.length);
    state.workspace.forward(theta, batch, state.carried);
    System.arraycopy(state.workspace.outputs(), 0, y, 0, batch.target.length);
  }

  /** The recurrent state of some rows and the buffers of their next step. One thread at a time. */
  public final class State {
    private final Batch batch;
    private final Workspace workspace;
    private final float[] carried;

    private State(int rows) {
      batch = new Batch(1, rows, network.spec().inputs(), network.spec().outputs(), 1);
      workspace = network.workspace(1, rows, 1);
      carried = new float[network.stateSize(rows)];
    }

    /** Back to the initial state: new series begin. */
    public void reset() {
      Arrays.fill(carried, 0);
    }

    /**
     * A copy of the carried floats, of {@code network.stateSize(rows)}; {@link #restore} takes it
     * back.
     */
    public float[] save() {
      return carried.clone();
    }

    public void restore(float[] saved) {
      Require.that(
          saved.length == carried.length,
          "a saved state must have %d floats, got %d",
          carried.length,
          saved.length);
      System.arraycopy(saved, 0, carried, 0, saved.length);
    }
  }
}
