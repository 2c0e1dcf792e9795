package org.sluice.engine.data;

import java.io.Serializable;
import java.util.List;

/**
 * What one replica trains on, or one validation task scores: data alone, never changed after
 * construction.
 *
 * @param index of the shard in its plan
 * @param segments in the order of (series, start)
 * @param lanes streams over the segments, for stateful sampling; empty where windows are drawn
 *     independently
 */
public record Shard(int index, List<Segment> segments, List<Lane> lanes) implements Serializable {
  public Shard {
    segments = List.copyOf(segments);
    lanes = List.copyOf(lanes);
  }

  /**
   * A long stream, stretch after stretch; the state is zeroed where a stretch begins a new series.
   */
  public record Lane(List<Stretch> stretches) implements Serializable {
    public Lane {
      stretches = List.copyOf(stretches);
    }

    public long steps() {
      return stretches.stream().mapToLong(Stretch::steps).sum();
    }
  }

  /**
   * {@code steps} rows of {@code segments().get(segment)} from {@code row} on; rows behind them may
   * still serve as targets.
   */
  public record Stretch(int segment, int row, int steps) implements Serializable {}
}
