package org.sluice.engine.network;

/** What goes round a layer. */
public enum Connection {
  NONE,
  /** The layer's inputs are added to its outputs (He et al. 2016). */
  RESIDUAL,
  /** A gate mixes the layer's inputs and its outputs (Srivastava et al. 2015). */
  HIGHWAY
}
