package org.sluice.engine.cell;

/** A view of rows, step after step, that shares its array. */
public record Sequence(float[] data, int start, int stride) {

  /** Where row {@code row} begins. */
  public int at(int row) {
    return start + row * stride;
  }
}
