package org.sluice.engine.network;

import java.io.Serializable;
import java.util.List;
import org.sluice.engine.base.Require;

/**
 * Recurrent layers one above the other and a dense layer on top: I inputs a step, O outputs where a
 * target is due.
 */
public record NetworkSpec(int inputs, List<LayerSpec> layers, int outputs) implements Serializable {
  public NetworkSpec {
    Require.atLeast("model inputs", inputs, 1);
    Require.atLeast("model outputs", outputs, 1);
    Require.that(!layers.isEmpty(), "model.layers must name at least one layer, got none");
    layers = List.copyOf(layers);
  }
}
