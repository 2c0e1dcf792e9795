package org.sluice.engine.network;

/** How a layer runs through time. */
public enum Direction {
  FORWARD,
  /** Both ways, the outputs side by side. */
  BOTH,
  /** Both ways, the outputs added up. */
  SUM;

  boolean readsAhead() {
    return this != FORWARD;
  }
}
