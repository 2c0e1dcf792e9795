package org.sluice.engine.network;

import org.sluice.engine.cell.Sequence;
import org.sluice.engine.layer.Pool;

/** What the dense layer on top reads of a window that has one target. */
public enum Pooling {
  /** The last real step. */
  LAST,
  /** The mean of each element over the real steps. */
  MEAN,
  /** The greatest value of each element over the real steps. */
  MAX;

  Pool pool(Sequence x, int rows) {
    return switch (this) {
      case LAST -> new Pool.Last(x, rows);
      case MEAN -> new Pool.Mean(x, rows);
      case MAX -> new Pool.Max(x, rows);
    };
  }
}
