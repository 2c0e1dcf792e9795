package org.sluice.engine.cell;

import static org.sluice.engine.kernel.Kernels.UNITS;

import java.util.Arrays;
import org.sluice.engine.kernel.Kernels;
import org.sluice.engine.params.Block;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) of a row a of G·H elements, with a gain α [G·H]:
 *
 * <pre>
 * y = α ⊙ (a − μ) / sqrt(σ² + ε)
 * </pre>
 *
 * μ and σ² are the mean and the variance of the row's own elements. The bias is added by others.
 */
public final class RowNorm {
  private static final float EPSILON = 1e-5f;

  private final Block gain;
  private final int elements; // of a row, G·H

  /** The gain is a vector of G gates in panels of 16 units. */
  public RowNorm(Block gain) {
    this.gain = gain;
    elements = gain.elements();
  }

  public void initialise(float[] theta) {
    for (int gate = 0; gate < gain.gates(); gate++) {
      Initialisation.constant(gain, gate, theta, 1);
    }
  }

  /** Buffers that work on {@code rows} rows of {@code a}, and {@code da} for its gradient. */
  public Pass pass(Panels a, Panels da, int rows) {
    return new Pass(a, da, rows);
  }

  /** Forward and backward, some rows at a time. */
  public final class Pass {
    private final Kernels kernels = Kernels.get();
    private final Panels a; // the row, then (a − μ) / sqrt(σ² + ε)
    private final Panels da;
    private final float[] scale; // 1 / sqrt(σ² + ε), [rows]
    // element j of a panel adds to partial j mod 16, whatever the machine's vectors: fixed sums
    private final float[] partials = new float[UNITS];
    private final float[] others = new float[UNITS];

    private Pass(Panels a, Panels da, int rows) {
      this.a = a;
      this.da = da;
      scale = new float[rows];
    }

    /** Normalises {@code rows} rows of a from {@code row} on and adds y to those of {@code out}. */
    public void forward(float[] theta, int row, int rows, Panels out) {
      for (int r = row; r < row + rows; r++) {
        normalise(r);
      }
      for (int p = 0; p < gain.panels(); p++) {
        for (int g = 0; g < gain.gates(); g++) {
          kernels.addProduct(
              rows,
              out.data(),
              out.at(p, row) + g * UNITS,
              out.rowStride(),
              theta,
              gain.index(g, p * UNITS, 0),
              0,
              a.data(),
              a.at(p, row) + g * UNITS,
              a.rowStride());
        }
      }
    }

    private void normalise(int row) {
      float[] x = a.data();
      Arrays.fill(partials, 0);
      for (int p = 0; p < gain.panels(); p++) {
        for (int at = a.at(p, row), end = at + gain.width(); at < end; at += UNITS) {
          for (int u = 0; u < units(p); u++) {
            partials[u] += x[at + u];
          }
        }
      }
      float mean = total(partials) / elements;
      Arrays.fill(partials, 0);
      for (int p = 0; p < gain.panels(); p++) {
        for (int at = a.at(p, row), end = at + gain.width(); at < end; at += UNITS) {
          for (int u = 0; u < units(p); u++) {
            float off = x[at + u] - mean;
            x[at + u] = off;
            partials[u] += off * off;
          }
        }
      }
      scale[row] = (float) (1 / Math.sqrt(total(partials) / elements + EPSILON));
      for (int p = 0; p < gain.panels(); p++) {
        for (int at = a.at(p, row), end = at + gain.width(); at < end; at++) {
          x[at] *= scale[row];
        }
      }
    }

    /** From the gradient of y, {@code dOut}, to that of a. */
    public void backward(float[] theta, int row, int rows, Panels dOut) {
      for (int r = row; r < row + rows; r++) {
        backward(theta, r, dOut);
      }
    }

    private void backward(float[] theta, int row, Panels dOut) {
      float[] x = a.data();
      float[] d = da.data();
      Arrays.fill(partials, 0);
      Arrays.fill(others, 0);
      for (int p = 0; p < gain.panels(); p++) {
        int from = dOut.at(p, row);
        int to = da.at(p, row);
        int normal = a.at(p, row);
        int weight = gain.index(0, p * UNITS, 0);
        for (int g = 0; g < gain.width(); g += UNITS) {
          for (int u = 0; u < units(p); u++) {
            float own = theta[weight + g + u] * dOut.data()[from + g + u];
            d[to + g + u] = own;
            partials[u] += own;
            others[u] += own * x[normal + g + u];
          }
        }
      }
      float mean = total(partials) / elements;
      float slope = total(others) / elements;
      for (int p = 0; p < gain.panels(); p++) {
        int to = da.at(p, row);
        int normal = a.at(p, row);
        for (int g = 0; g < gain.width(); g += UNITS) {
          for (int u = 0; u < units(p); u++) {
            int at = to + g + u;
            d[at] = (d[at] - mean - x[normal + g + u] * slope) * scale[row];
          }
        }
      }
    }

    /** The gain's gradient, summed over {@code rows} rows, from that of y. */
    public void gainGradient(int rows, Panels dOut, float[] gradient) {
      for (int p = 0; p < gain.panels(); p++) {
        for (int g = 0; g < gain.gates(); g++) {
          kernels.sumProducts(
              rows,
              dOut.data(),
              dOut.at(p, 0) + g * UNITS,
              dOut.rowStride(),
              a.data(),
              a.at(p, 0) + g * UNITS,
              a.rowStride(),
              gradient,
              gain.index(g, p * UNITS, 0));
        }
      }
    }

    /** Units in a panel, padding left out: padding is neither counted nor moved from zero. */
    private int units(int panel) {
      return Math.min(UNITS, gain.units() - panel * UNITS);
    }
  }

  /** The sum of 16 partials by a fixed tree; overwrites them. */
  private static float total(float[] partials) {
    for (int half = UNITS / 2; half > 0; half /= 2) {
      for (int u = 0; u < half; u++) {
        partials[u] += partials[u + half];
      }
    }
    return partials[0];
  }
}
