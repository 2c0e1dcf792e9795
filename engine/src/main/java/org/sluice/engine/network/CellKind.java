package org.sluice.engine.network;

/** The gated units a layer can be made of. */
public enum CellKind {
  LSTM,
  GRU
}
