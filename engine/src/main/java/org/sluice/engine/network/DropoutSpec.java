package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * What is left out at random while a layer is trained. Rates of 0 leave nothing out.
 *
 * @param output rate at which the layer's outputs are zeroed
 * @param mask whether they are drawn anew at each step, or once for a whole window
 * @param weights rate at which recurrent weights are zeroed, the same ones all through a batch
 * @param candidate rate at which elements of an LSTM's or a GRU's candidate are zeroed at a step
 *     (Semeniuta et al. 2016)
 * @param zoneout rate at which elements of the carried state stay as they were before a step
 */
public record DropoutSpec(
    double output, Mask mask, double weights, double candidate, double zoneout)
    implements Serializable {
  public static final DropoutSpec NONE = new DropoutSpec(0, Mask.STEP, 0, 0, 0);

  /** How long a random mask holds. */
  public enum Mask {
    /** One step (Zaremba et al. 2014). */
    STEP,
    /** A row's whole window (Gal and Ghahramani 2016). */
    WINDOW
  }

  static final double MOST = 0.99;

  public DropoutSpec {
    Require.between("model.layers.dropout.output", output, 0, MOST);
    Require.between("model.layers.dropout.weights", weights, 0, MOST);
    Require.between("model.layers.dropout.candidate", candidate, 0, MOST);
    Require.between("model.layers.dropout.zoneout", zoneout, 0, MOST);
  }
}
