package org.sluice.engine.data;

import java.util.BitSet;

/** Copies rows of a segment into one row of a batch as a {@link Framing} says. Immutable. */
final class RowCopier {
  private final int features;
  private final int numbers; // of the features, the first ones
  private final int horizon;
  private final int[] targets;
  private final int[] lines;
  private final int longest;

  RowCopier(Framing framing) {
    features = framing.features();
    numbers = features - framing.names();
    horizon = framing.window().horizon();
    targets = framing.targets().clone();
    lines = framing.lines().clone();
    longest = framing.longest();
  }

  /** {@code steps} rows from {@code row} on become inputs of lane {@code b} from step {@code t}. */
  void inputs(Segment segment, int row, int steps, Batch batch, int t, int b) {
    float[] from = segment.values();
    int columns = segment.columns();
    int stepSize = batch.rows * features;
    int to = t * stepSize + b * features;
    int end = (row + steps) * columns;
    for (int at = row * columns; at < end; at += columns) {
      System.arraycopy(from, at, batch.x, to, features);
      to += stepSize;
    }
  }

  /** Draws the framing's lines through the inputs of lane {@code b}, which begin at {@code row}. */
  void drawLines(Segment segment, int row, Batch batch, int b) {
    for (int column : lines) {
      int before = 0; // the last step observed
      for (int t = 0; t < batch.steps; t++) {
        if (segment.observed(row + t, column)) {
          if (t - before <= longest + 1 && segment.observed(row + before, column)) {
            drawLine(batch, (before * batch.rows + b) * features + column, t - before);
          }
          before = t;
        }
      }
    }
  }

  /** Between the input at {@code from} and that {@code steps} steps behind it. */
  private void drawLine(Batch batch, int from, int steps) {
    int stepSize = batch.rows * features;
    double lower = batch.x[from];
    double rise = batch.x[from + steps * stepSize] - lower;
    for (int t = 1; t < steps; t++) {
      batch.x[from + t * stepSize] = (float) (lower + rise * t / steps);
    }
  }

  /**
   * The rows behind {@code row}, or it itself where the horizon is 0, become the targets of lane
   * {@code b} at target step {@code t}; those past the segment's end stay unlabelled.
   *
   * @return how many have been observed, each with weight 1
   */
  int targets(Segment segment, int row, Batch batch, int t, int b) {
    float[] from = segment.values();
    BitSet missing = segment.missing();
    int columns = segment.columns();
    int labelled = 0;
    int to = (t * batch.rows + b) * batch.outputs;
    int first = row + Math.min(1, horizon);
    int last = Math.min(row + horizon, segment.rows() - 1);
    for (int r = first; r <= last; r++) {
      for (int target : targets) {
        int at = r * columns + target;
        if (!missing.get(at)) {
          batch.target[to] = from[at];
          batch.weight[to] = 1;
          labelled++;
        }
        to++;
      }
    }
    return labelled;
  }

  /**
   * Subtracts {@code row}, the window's last, from the inputs of lane {@code b} that are numbers,
   * all steps.
   */
  void centerInputs(Segment segment, int row, Batch batch, int b) {
    float[] values = segment.values();
    int base = row * segment.columns();
    for (int t = 0; t < batch.steps; t++) {
      int to = (t * batch.rows + b) * features;
      for (int f = 0; f < numbers; f++) {
        batch.x[to + f] -= values[base + f];
      }
    }
  }

  /** Subtracts {@code row}, the window's last, from the only target step of lane {@code b}. */
  void centerTargets(Segment segment, int row, Batch batch, int b) {
    int to = b * batch.outputs;
    for (int h = 0; h < horizon; h++) {
      for (int target : targets) {
        if (batch.weight[to] != 0) {
          batch.target[to] -= segment.value(row, target);
        }
        to++;
      }
    }
  }
}
