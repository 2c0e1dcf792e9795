package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/** One recurrent layer of a network. */
public record LayerSpec(CellKind cell, int hidden) implements Serializable {
  public LayerSpec {
    Require.atLeast("model.layers.hidden", hidden, 1);
  }
}
