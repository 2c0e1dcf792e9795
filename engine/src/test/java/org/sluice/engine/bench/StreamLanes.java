package org.sluice.engine.bench;

import java.util.Arrays;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;

/**
 * A stretch of a stream as B lanes of equal length that carry their state, each step's target the
 * next one.
 *
 * @param from the stretch's first step
 * @param lane steps of a lane
 */
record StreamLanes(Stream stream, int from, int lane, int rows, int steps) implements Batcher {

  /** The {@code part}-th of {@code parts} equal parts of the stretch. */
  static StreamLanes of(
      Stream stream, int from, int length, int part, int parts, int rows, int steps) {
    int lane = (length - 1) / (parts * rows);
    return new StreamLanes(stream, from + part * rows * lane, lane, rows, steps);
  }

  @Override
  public long batches() {
    return lane / steps;
  }

  @Override
  public Batch.Shape shape() {
    return new Batch.Shape(steps, rows, stream.width(), stream.width(), steps, steps);
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  @Override
  public double fill(long epoch, long index, Batch batch) {
    batch.clear();
    int width = stream.width();
    for (int b = 0; b < rows; b++) {
      int at = (from + b * lane + (int) index * steps) * width;
      for (int t = 0; t < steps; t++) {
        int to = (t * rows + b) * width;
        System.arraycopy(stream.values(), at + t * width, batch.x, to, width);
        System.arraycopy(stream.values(), at + (t + 1) * width, batch.target, to, width);
      }
    }
    Arrays.fill(batch.weight, 1);
    return (double) steps * rows * width;
  }
}
