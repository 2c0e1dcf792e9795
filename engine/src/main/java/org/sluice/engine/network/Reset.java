package org.sluice.engine.network;

/** Where a GRU's reset gate stands: on the recurrent product (PyTorch), or before it (Cho 2014). */
public enum Reset {
  AFTER,
  BEFORE
}
