package org.sluice.engine.signal;

import org.sluice.engine.base.Require;

/**
 * Mel-frequency cepstral coefficients out of log-mel features m of M bands: the orthonormal DCT-II,
 * {@code c_k = s_k Σ_j m_j cos(πk(j + ½) / M)} with {@code s_0 = √(1/M)}, else {@code √(2/M)},
 * lifted by {@code 1 + 11 sin(πk / 22)} as HTK and Kaldi do. Immutable.
 */
public final class Cepstra {
  private static final double LIFTER = 22;

  private final int bands;
  private final double[][] basis; // [coefficients, M]

  /**
   * @param coefficients of a frame, the zeroth among them
   */
  public Cepstra(int bands, int coefficients) {
    Require.between("cepstral coefficients", coefficients, 1, bands);
    this.bands = bands;
    basis = new double[coefficients][bands];
    for (int k = 0; k < coefficients; k++) {
      double lift = 1 + LIFTER / 2 * StrictMath.sin(Math.PI * k / LIFTER);
      double scale = lift * Math.sqrt((k == 0 ? 1.0 : 2.0) / bands);
      for (int j = 0; j < bands; j++) {
        basis[k][j] = scale * StrictMath.cos(Math.PI * k * (j + 0.5) / bands);
      }
    }
  }

  /** {@code [T, coefficients]} of {@code [T, bands]}, both row-major. */
  public float[] of(float[] logMel) {
    int frames = logMel.length / bands;
    float[] cepstra = new float[frames * basis.length];
    for (int t = 0; t < frames; t++) {
      for (int k = 0; k < basis.length; k++) {
        double sum = 0;
        for (int j = 0; j < bands; j++) {
          sum += basis[k][j] * logMel[t * bands + j];
        }
        cepstra[t * basis.length + k] = (float) sum;
      }
    }
    return cepstra;
  }
}
