package org.sluice.engine.network;

/** The gated units a layer can be made of. */
public enum CellKind {
  LSTM,
  GRU,
  /** Simple recurrent unit. */
  RNN_TANH,
  RNN_RELU,
  /** LSTM whose input gate is one minus its forget gate. */
  COUPLED_LSTM,
  /** Minimal gated unit. */
  MGU,
  MIN_GRU,
  LAYER_NORM_LSTM,
  LAYER_NORM_GRU;

  /** Whether it is an LSTM of some kind, with a forget gate. */
  boolean forgets() {
    return this == LSTM || this == COUPLED_LSTM || this == LAYER_NORM_LSTM;
  }
}
