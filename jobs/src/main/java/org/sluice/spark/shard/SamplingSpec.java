package org.sluice.spark.shard;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * How a model of labels reads series.
 *
 * @param everyStep whether every step of a sequence has a label, or the sequence one
 * @param delay steps of a stream by which a step's label is due later, so that the network may look
 *     at what follows first (Sak et al. 2014: 5)
 */
public record SamplingSpec(Sampling kind, boolean everyStep, int delay) implements Serializable {
  public SamplingSpec {
    Require.atLeast("training.delay", delay, 0);
  }

  /** Of forecasts: every step of a stream and the last one of a window tells what follows. */
  public static SamplingSpec of(Sampling kind) {
    return new SamplingSpec(kind, true, 0);
  }
}
