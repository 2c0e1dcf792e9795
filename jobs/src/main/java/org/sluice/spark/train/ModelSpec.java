package org.sluice.spark.train;

import java.util.List;
import org.sluice.engine.base.Require;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Pooling;

/**
 * The {@code model} part of a job file.
 *
 * @param pooling what of a window the dense layer on top of the recurrent ones reads
 * @param horizon steps ahead, all of them predicted
 * @param center what each window is measured from
 */
public record ModelSpec(List<LayerSpec> layers, Pooling pooling, int horizon, Center center) {

  /**
   * What is subtracted from a window's values before the network and added back to its forecast.
   */
  public enum Center {
    NONE,
    /** The window's last row (NLinear: Zeng et al. 2023, arXiv 2205.13504). */
    LAST
  }

  public ModelSpec {
    layers = List.copyOf(layers);
    Require.that(!layers.isEmpty(), "model.layers must name at least one layer, got none");
    Require.atLeast("model.horizon", horizon, 1);
  }
}
