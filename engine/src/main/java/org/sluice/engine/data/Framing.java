package org.sluice.engine.data;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * How rows of a series become inputs and targets: the first {@code features} columns of T rows go
 * in; the {@code targets} columns of the {@code horizon} rows behind a step are to come out, output
 * {@code h * targets.length + y} being target y at h + 1 steps ahead.
 *
 * @param centered whether a window's last row is subtracted from its inputs and targets (windowed
 *     sampling alone)
 */
public record Framing(WindowSpec window, int features, int[] targets, boolean centered)
    implements Serializable {
  public Framing {
    Require.atLeast("number of features", features, 1);
    Require.atLeast("number of targets", targets.length, 1);
  }

  /** O: horizon times targets. */
  public int outputs() {
    return window.horizon() * targets.length;
  }
}
