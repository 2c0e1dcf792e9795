package org.sluice.engine.data;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * How rows of a series become inputs and targets: the first {@code features} columns of T rows go
 * in; the {@code targets} columns of the {@code horizon} rows behind a step are to come out, output
 * {@code h * targets.length + y} being target y at h + 1 steps ahead. Where the horizon is 0 those
 * of the step's own row are, which are labels.
 *
 * @param centered whether a window's last row is subtracted from its inputs and targets (windowed
 *     sampling alone)
 * @param lines columns whose missing values lie on the line between the observed ones of their
 *     window, and nowhere else, so that a window shows nothing of what comes behind it (windowed
 *     sampling alone)
 * @param longest missing values in a row that a line bridges at most
 * @param names how many of the features, the last ones, are names: nothing is subtracted from them
 */
public record Framing(
    WindowSpec window,
    int features,
    int[] targets,
    boolean centered,
    int[] lines,
    int longest,
    int names)
    implements Serializable {
  public Framing {
    Require.atLeast("number of features", features, 1);
    Require.atLeast("number of targets", targets.length, 1);
    Require.between("number of names among the features", names, 0, features);
  }

  /** Values as the segments have them. */
  public Framing(WindowSpec window, int features, int[] targets, boolean centered) {
    this(window, features, targets, centered, new int[0], 0, 0);
  }

  /** O: horizon times targets, or the targets alone where they are the step's own. */
  public int outputs() {
    return Math.max(1, window.horizon()) * targets.length;
  }
}
