package org.sluice.engine.cell;

/** A view of T·B rows, time-major, that shares its array. */
public record Sequence(float[] data, int start, int stride) {

  /** Where row {@code t * B + b} begins. */
  public int at(int row) {
    return start + row * stride;
  }
}
