package org.sluice.engine.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Segments whose every value says where it stands, exactly even as a difference of floats. */
final class Examples {
  private Examples() {}

  static Segment segment(int series, int rows, int columns) {
    return segment(series, rows, columns, new BitSet());
  }

  /**
   * Row r and column c hold 10,000 series + 10 r + c.
   *
   * @param missing set at {@code row * columns + column}
   */
  static Segment segment(int series, int rows, int columns, BitSet missing) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = series * 10_000 + i / columns * 10 + i % columns;
    }
    return new Segment(series, 0, columns, values, missing);
  }

  static Shard shard(Segment... segments) {
    return new Shard(0, List.of(segments), List.of());
  }

  static Framing framing(int steps, int horizon, int features, int... targets) {
    return new Framing(new WindowSpec(steps, 1, horizon), features, targets, false);
  }

  static Framing centered(int steps, int horizon, int features, int... targets) {
    return new Framing(new WindowSpec(steps, 1, horizon), features, targets, true);
  }

  /** What each row of an epoch's batches begins with, in the order in which it is read. */
  static List<Float> firstValues(Batcher batcher, long epoch) {
    List<Float> values = new ArrayList<>();
    Batch batch = batcher.newBatch();
    for (long index = 0; index < batcher.batches(); index++) {
      batcher.fill(epoch, index, batch);
      for (int b = 0; b < batch.rows; b++) {
        if (batch.lengths[b] > 0) {
          values.add(batch.x[b * batch.inputs]);
        }
      }
    }
    return values;
  }
}
