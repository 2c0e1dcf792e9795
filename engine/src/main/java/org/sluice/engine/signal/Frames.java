package org.sluice.engine.signal;

import org.sluice.engine.base.Require;

/** Frames of features made of frames, all {@code [T, width]} row-major; copies, changes nothing. */
public final class Frames {
  private static final int REACH = 2; // frames to each side that a slope is taken from

  private Frames() {}

  /**
   * Frames with their slopes and the slopes of these behind: {@code [T, 3 width]}. A slope is the
   * regression {@code Σ n (x_{t+n} − x_{t−n}) / (2 Σ n²)}, n = 1, 2; beyond an end the last frame
   * is repeated.
   */
  public static float[] withDeltas(float[] frames, int width) {
    float[] first = slopes(frames, width);
    float[] second = slopes(first, width);
    float[] all = new float[3 * frames.length];
    for (int t = 0; t < frames.length / width; t++) {
      System.arraycopy(frames, t * width, all, 3 * t * width, width);
      System.arraycopy(first, t * width, all, (3 * t + 1) * width, width);
      System.arraycopy(second, t * width, all, (3 * t + 2) * width, width);
    }
    return all;
  }

  private static float[] slopes(float[] frames, int width) {
    int last = frames.length / width - 1;
    float[] slopes = new float[frames.length];
    for (int i = 0; i < frames.length; i++) {
      int t = i / width;
      int column = i % width;
      double sum = 0;
      double squares = 0;
      for (int n = 1; n <= REACH; n++) {
        double ahead = frames[Math.min(last, t + n) * width + column];
        double behind = frames[Math.max(0, t - n) * width + column];
        sum += n * (ahead - behind);
        squares += n * n;
      }
      slopes[i] = (float) (sum / (2 * squares));
    }
    return slopes;
  }

  /**
   * Every {@code skip}-th frame with the {@code stack - 1} before it, oldest first: {@code [⌈T /
   * skip⌉, stack · width]}. Before the beginning the first frame is repeated.
   */
  public static float[] stacked(float[] frames, int width, int stack, int skip) {
    Require.atLeast("frames in a stack", stack, 1);
    Require.atLeast("frames from stack to stack", skip, 1);
    int count = (frames.length / width + skip - 1) / skip;
    float[] stacked = new float[count * stack * width];
    for (int i = 0; i < count * stack; i++) {
      int frame = Math.max(0, i / stack * skip - (stack - 1 - i % stack));
      System.arraycopy(frames, frame * width, stacked, i * width, width);
    }
    return stacked;
  }
}
