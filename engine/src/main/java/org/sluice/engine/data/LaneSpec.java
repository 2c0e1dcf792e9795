package org.sluice.engine.data;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * How lanes are read: truncated BPTT that goes on by {@code advance} steps and back by {@code
 * steps} (Williams and Peng 1990, BPTT(h; h')). The loss is that of the newest {@code advance}
 * steps; the others are computed again from the state that stands before them.
 *
 * @param steps k2, of a window
 * @param advance k1, from one window to the next: 1 to {@code steps}
 * @param delay steps by which a step's targets are due later, so that the network may look at what
 *     follows first (Sak et al. 2014: 5); the first outputs of a series stay unlabelled
 */
public record LaneSpec(int steps, int advance, int delay) implements Serializable {
  public LaneSpec {
    Require.atLeast("training.window", steps, 1);
    Require.that(
        advance >= 1 && advance <= steps,
        "training.stride must be between 1 and training.window (%d) where training.sampling is"
            + " stateful, got %d",
        steps,
        advance);
    Require.atLeast("delay", delay, 0);
  }

  /** Windows one behind the other, each step's targets due at once. */
  public LaneSpec(int steps) {
    this(steps, steps, 0);
  }

  /** First step of a lane that window {@code index} reads, for its inputs or for its targets. */
  public long first(long index) {
    return Math.max(0, index * advance - Math.max(steps - advance, delay));
  }

  /** Windows that {@code length} steps take. */
  public long windows(long length) {
    return (length + advance - 1) / advance;
  }
}
