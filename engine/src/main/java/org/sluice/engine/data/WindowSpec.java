package org.sluice.engine.data;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * Windows over a series: {@code steps} rows of input, then {@code horizon} rows of target, the next
 * window {@code stride} rows further on. Where the horizon is 0 a row has its own target: its
 * label.
 */
public record WindowSpec(int steps, int stride, int horizon) implements Serializable {
  public WindowSpec {
    Require.atLeast("training.window", steps, 1);
    Require.atLeast("training.stride", stride, 1);
    Require.atLeast("model.horizon", horizon, 0);
  }

  /** Rows that one window touches. */
  public int span() {
    return steps + horizon;
  }

  /** How many windows fit into {@code rows} rows. */
  public int count(long rows) {
    return rows < span() ? 0 : Math.toIntExact((rows - span()) / stride + 1);
  }
}
