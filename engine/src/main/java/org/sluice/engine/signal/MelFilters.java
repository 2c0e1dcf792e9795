package org.sluice.engine.signal;

/**
 * Triangles over a power spectrum, each from the middle of the one before to the middle of the one
 * behind, the middles equally far apart in mel, {@code 1127 ln(1 + f / 700)}. In mel their sides
 * are straight.
 */
final class MelFilters {
  private final double[][] weights; // [bands, K + 1]

  MelFilters(FrameSpec spec) {
    int bins = spec.points() / 2 + 1;
    double low = mel(spec.lowest());
    double width = (mel(spec.highest()) - low) / (spec.bands() + 1);
    weights = new double[spec.bands()][bins];
    for (int band = 0; band < spec.bands(); band++) {
      double middle = low + (band + 1) * width;
      for (int k = 0; k < bins; k++) {
        double mel = mel((double) k * spec.rate() / spec.points());
        weights[band][k] = Math.max(0, 1 - Math.abs(mel - middle) / width);
      }
    }
  }

  private static double mel(double hertz) {
    return 1127 * StrictMath.log(1 + hertz / 700);
  }

  /** The power in a band. */
  double energy(int band, double[] power) {
    double sum = 0;
    for (int k = 0; k < power.length; k++) {
      sum += weights[band][k] * power[k];
    }
    return sum;
  }
}
