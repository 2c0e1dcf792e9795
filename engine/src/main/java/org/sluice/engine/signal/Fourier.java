package org.sluice.engine.signal;

/** The fast Fourier transform of a power of two of points, decimated in time. */
final class Fourier {
  private final int points;
  private final double[] cos;
  private final double[] sin;

  Fourier(int points) {
    this.points = points;
    cos = new double[points / 2];
    sin = new double[points / 2];
    for (int k = 0; k < points / 2; k++) {
      cos[k] = StrictMath.cos(2 * Math.PI * k / points);
      sin[k] = -StrictMath.sin(2 * Math.PI * k / points);
    }
  }

  /** Transforms in place: {@code X_k = Σ_n x_n exp(−2πikn / N)}. */
  void transform(double[] re, double[] im) {
    reverse(re);
    reverse(im);
    for (int half = 1; half < points; half *= 2) {
      for (int start = 0; start < points; start += 2 * half) {
        butterflies(re, im, start, half);
      }
    }
  }

  private void butterflies(double[] re, double[] im, int start, int half) {
    int stride = points / (2 * half);
    for (int k = 0; k < half; k++) {
      int upper = start + k;
      int lower = upper + half;
      double c = cos[k * stride];
      double s = sin[k * stride];
      double x = re[lower] * c - im[lower] * s;
      double y = re[lower] * s + im[lower] * c;
      re[lower] = re[upper] - x;
      im[lower] = im[upper] - y;
      re[upper] += x;
      im[upper] += y;
    }
  }

  /** Into the order of the indices' bits read backwards. */
  private void reverse(double[] values) {
    int shift = Integer.numberOfLeadingZeros(points - 1);
    for (int i = 0; i < points && points > 1; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
      }
    }
  }
}
