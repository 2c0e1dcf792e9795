package org.sluice.engine.signal;

import org.sluice.engine.base.Require;

/**
 * How sound is cut into frames and these into bands of the spectrum.
 *
 * @param rate samples a second
 * @param length milliseconds of a frame
 * @param shift milliseconds from one frame to the next
 * @param preEmphasis what a sample's predecessor is multiplied by before it is taken away
 * @param taper what a frame is multiplied by
 * @param bands mel filters
 * @param lowest where the first filter begins, Hz
 * @param highest where the last one ends, Hz
 */
public record FrameSpec(
    int rate,
    double length,
    double shift,
    double preEmphasis,
    Taper taper,
    int bands,
    double lowest,
    double highest) {

  /** The shape of a window on a frame of N samples, with a = 2πn / (N − 1). */
  public enum Taper {
    /** {@code 0.54 − 0.46 cos a}. */
    HAMMING,
    /** {@code (0.5 − 0.5 cos a)^0.85}, which is zero at both ends (Kaldi's default). */
    POVEY;

    double at(int n, int samples) {
      double cos = StrictMath.cos(2 * Math.PI * n / (samples - 1));
      return this == HAMMING ? 0.54 - 0.46 * cos : StrictMath.pow(0.5 - 0.5 * cos, 0.85);
    }
  }

  public FrameSpec {
    Require.atLeast("samples a second", rate, 1);
    Require.between("the share of the preceding sample", preEmphasis, 0, 1);
    Require.atLeast("mel filters", bands, 1);
    Require.between("the lowest frequency", lowest, 0, rate / 2.0);
    Require.between("the highest frequency", highest, 0, rate / 2.0);
    Require.that(
        lowest < highest, "the lowest frequency must be below %s Hz, got %s", highest, lowest);
    Require.atLeast("samples of a frame", samples(rate, length), 2);
    Require.atLeast("samples from frame to frame", samples(rate, shift), 1);
  }

  /** Frames of 25 ms every 10 ms, 40 bands from 20 Hz to half the sample rate. */
  public static FrameSpec of(int rate) {
    return new FrameSpec(rate, 25, 10, 0.97, Taper.POVEY, 40, 20, rate / 2.0);
  }

  /** N, samples of a frame. */
  public int frame() {
    return samples(rate, length);
  }

  /** Samples from the beginning of a frame to that of the next. */
  public int step() {
    return samples(rate, shift);
  }

  /** T, the whole frames that there are in so many samples. */
  public int frames(int samples) {
    return samples < frame() ? 0 : 1 + (samples - frame()) / step();
  }

  /** Points of the transform: the power of two at or above a frame. */
  int points() {
    return frame() == 1 ? 1 : Integer.highestOneBit(frame() - 1) << 1;
  }

  private static int samples(int rate, double millis) {
    return (int) Math.round(rate * millis / 1000);
  }
}
