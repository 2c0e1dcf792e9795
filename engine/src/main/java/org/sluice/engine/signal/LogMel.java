package org.sluice.engine.signal;

import java.util.Arrays;

/**
 * Logarithms of the power in mel bands, frame by frame: the frame's mean is taken away, each sample
 * loses a share of the one before it, the frame is tapered and filled up with zeros, and the power
 * spectrum of its Fourier transform goes through {@link MelFilters}. To be used by one thread.
 */
public final class LogMel {
  private static final double LEAST = 0x1p-23; // power that a silent band is held to have

  private final FrameSpec spec;
  private final double[] taper; // [N]
  private final Fourier fourier;
  private final MelFilters filters;
  private final double[] re;
  private final double[] im;
  private final double[] power;

  public LogMel(FrameSpec spec) {
    this.spec = spec;
    taper = new double[spec.frame()];
    for (int n = 0; n < taper.length; n++) {
      taper[n] = spec.taper().at(n, taper.length);
    }
    fourier = new Fourier(spec.points());
    filters = new MelFilters(spec);
    re = new double[spec.points()];
    im = new double[spec.points()];
    power = new double[spec.points() / 2 + 1];
  }

  /** Features {@code [T, bands]} row-major; nothing where there is less than a frame. */
  public float[] of(short[] samples) {
    float[] features = new float[spec.frames(samples.length) * spec.bands()];
    for (int at = 0; at < features.length; at += spec.bands()) {
      spectrum(samples, at / spec.bands() * spec.step());
      for (int band = 0; band < spec.bands(); band++) {
        double energy = filters.energy(band, power);
        features[at + band] = (float) StrictMath.log(Math.max(energy, LEAST));
      }
    }
    return features;
  }

  private void spectrum(short[] samples, int from) {
    double sum = 0;
    for (int n = 0; n < taper.length; n++) {
      sum += samples[from + n];
    }
    double mean = sum / taper.length;
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int n = 0; n < taper.length; n++) {
      // the first one stands in for the sample before it
      double before = samples[from + Math.max(0, n - 1)] - mean;
      re[n] = (samples[from + n] - mean - spec.preEmphasis() * before) * taper[n];
    }
    fourier.transform(re, im);
    for (int k = 0; k < power.length; k++) {
      power[k] = re[k] * re[k] + im[k] * im[k];
    }
  }
}
