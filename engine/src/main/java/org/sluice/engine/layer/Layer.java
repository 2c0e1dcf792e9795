package org.sluice.engine.layer;

import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.Sequence;

/**
 * From a sequence to a sequence over a whole window. A layer is immutable; its passes hold the
 * buffers.
 */
public interface Layer {

  /** Width of the outputs. */
  int outputs();

  /** Floats of state that one row carries from window to window; 0 for a layer without a memory. */
  int stateWidth();

  /** Draws fresh parameters into the layer's blocks of {@code theta}. */
  void initialise(float[] theta, Draws draws);

  /**
   * Buffers for windows of up to {@code steps} steps by {@code rows} rows. One thread at a time.
   */
  Pass pass(int steps, int rows);

  /**
   * Forward and backward over one window, which is its R live rows, see {@link
   * org.sluice.engine.cell.LiveRows}; nothing large is allocated behind the first one. Arrays have
   * room for T·B rows.
   */
  interface Pass {

    /** Outputs of the last forward pass, rows of padded width: the array itself. */
    Sequence outputs();

    /**
     * Computes the outputs for {@code x}, [R, I].
     *
     * @param state the rows' states from {@code stateAt} on, {@code [B, width]} for each carried
     *     array: read first, then overwritten with those behind the window's advance; that of a row
     *     without a step stays as it is
     */
    void forward(float[] theta, Sequence x, Window window, float[] state, int stateAt);

    /**
     * Back through the last forward pass, with the masks that it drew.
     *
     * @param dy gradient of the outputs, [R, padded width]
     * @param gradient laid out like theta; the layer's blocks are overwritten
     * @param dx receives the gradient of the inputs, [R, padded I]; null where nobody wants it
     */
    void backward(float[] theta, Window window, float[] dy, float[] gradient, float[] dx);
  }
}
