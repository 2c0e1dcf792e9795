package org.sluice.engine.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;

/**
 * Series of two columns: two superposed sines with a little noise, and their phase-shifted twin.
 */
final class Waves {
  static final int COLUMNS = 2;

  private Waves() {}

  static Segment segment(int series, int rows) {
    return segment(series, rows, new BitSet());
  }

  static Segment segment(int series, int rows, BitSet missing) {
    Draws noise = Draws.of(99, Purpose.SAMPLE).at(series);
    float[] values = new float[rows * COLUMNS];
    for (int r = 0; r < rows; r++) {
      double t = r + 5 * series;
      values[r * COLUMNS] =
          (float) (StrictMath.sin(t / 4) + 0.5 * StrictMath.sin(t / 1.3)) + noise.uniform(r, 0.05f);
      values[r * COLUMNS + 1] = (float) StrictMath.cos(t / 4);
    }
    return new Segment(series, 0, COLUMNS, values, missing);
  }

  static Framing framing(int steps, int horizon) {
    return new Framing(new WindowSpec(steps, 1, horizon), COLUMNS, new int[] {0}, false);
  }

  /** A shard of {@code lanes} lanes, each a series of its own of {@code steps} steps. */
  static Shard lanes(int lanes, int steps, int horizon) {
    List<Segment> segments = new ArrayList<>();
    List<Shard.Lane> streams = new ArrayList<>();
    for (int b = 0; b < lanes; b++) {
      segments.add(segment(b, steps + horizon));
      streams.add(new Shard.Lane(List.of(new Shard.Stretch(b, 0, steps))));
    }
    return new Shard(0, segments, streams);
  }

  static Shard windows(int index, Segment... segments) {
    return new Shard(index, List.of(segments), List.of());
  }
}
