package org.sluice.engine.bench;

import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;

/**
 * A stretch of a text as B lanes of equal length that carry their state, each character's target
 * the next one.
 *
 * @param text indices of characters
 * @param from the stretch's first character
 * @param lane characters of a lane
 */
record CharacterLanes(int[] text, int from, int lane, int rows, int steps) implements Batcher {

  /** The {@code part}-th of {@code parts} equal parts of the stretch. */
  static CharacterLanes of(
      int[] text, int from, int length, int part, int parts, int rows, int steps) {
    int lane = (length - 1) / (parts * rows);
    return new CharacterLanes(text, from + part * rows * lane, lane, rows, steps);
  }

  @Override
  public long batches() {
    return lane / steps;
  }

  @Override
  public Batch.Shape shape() {
    return new Batch.Shape(steps, rows, 1, 1, steps, steps);
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  @Override
  public double fill(long epoch, long index, Batch batch) {
    batch.clear();
    for (int b = 0; b < rows; b++) {
      int at = from + b * lane + (int) index * steps;
      for (int t = 0; t < steps; t++) {
        int to = t * rows + b;
        batch.x[to] = text[at + t];
        batch.target[to] = text[at + t + 1];
        batch.weight[to] = 1;
      }
    }
    return steps * rows;
  }
}
