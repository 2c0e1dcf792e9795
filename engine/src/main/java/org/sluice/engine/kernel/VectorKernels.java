package org.sluice.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on the Vector API, with the one species this machine prefers: two species in one
 * JVM would cost more than they give.
 */
final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = species();
  static final int LANES = SPECIES.length();

  private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);
  private static final float[] ONES = {1};
  private static final float[] ZEROS = new float[MAX_WIDTH];

  private VectorKernels() {}

  private static VectorSpecies<Float> species() {
    return switch (Integer.getInteger("sluice.kernels.bits", 0)) {
      case 256 -> FloatVector.SPECIES_256;
      case 512 -> FloatVector.SPECIES_512;
      default ->
          FloatVector.SPECIES_PREFERRED.length() > UNITS
              ? FloatVector.SPECIES_512
              : FloatVector.SPECIES_PREFERRED;
    };
  }

  /** Null where the machine's vectors are too short to be worth it. */
  static Kernels ofThisMachine() {
    return LANES < 8 ? null : new VectorKernels();
  }

  @Override
  public String description() {
    return "vector, " + SPECIES.vectorBitSize() + " bit";
  }

  @Override
  public void multiply(
      int panels,
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bPanel,
      int bRow,
      float[] c,
      int cAt,
      int cPanel,
      int cRow,
      float[] init,
      int initAt,
      int initPanel,
      int initRow) {
    for (int p = 0; p < panels; p++, bAt += bPanel, cAt += cPanel, initAt += initPanel) {
      VectorProduct.multiply(
          rows, depth, width, a, aAt, aRow, aStep, b, bAt, bRow, c, cAt, cRow, init, initAt,
          initRow);
    }
  }

  @Override
  public void multiplyInt8(
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      byte[] b,
      int bAt,
      int bRow,
      float[] scale,
      int scaleAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    VectorInt8.multiply(
        rows, depth, width, a, aAt, aRow, b, bAt, bRow, scale, scaleAt, c, cAt, cRow, init, initAt,
        initRow);
  }

  @Override
  public void sigmoid(int rows, float[] x, int xAt, int xRow) {
    for (int r = 0; r < rows; r++, xAt += xRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        VectorRational.sigmoid(load(x, xAt + u)).intoArray(x, xAt + u);
      }
    }
  }

  @Override
  public void tanh(int rows, float[] x, int xAt, int xRow) {
    for (int r = 0; r < rows; r++, xAt += xRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        VectorRational.tanh(load(x, xAt + u)).intoArray(x, xAt + u);
      }
    }
  }

  @Override
  public void add(int rows, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
    for (int r = 0; r < rows; r++, xAt += xRow, yAt += yRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        load(x, xAt + u).add(load(y, yAt + u)).intoArray(x, xAt + u);
      }
    }
  }

  @Override
  public void addProduct(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow) {
    for (int r = 0; r < rows; r++, xAt += xRow, aAt += aRow, bAt += bRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        load(a, aAt + u).fma(load(b, bAt + u), load(x, xAt + u)).intoArray(x, xAt + u);
      }
    }
  }

  @Override
  public void sumProducts(
      int rows,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] sum,
      int sumAt) {
    for (int u = 0; u < UNITS; u += LANES) {
      FloatVector s = FloatVector.zero(SPECIES);
      for (int r = 0; r < rows; r++) {
        s = load(a, aAt + r * aRow + u).fma(load(b, bAt + r * bRow + u), s);
      }
      s.intoArray(sum, sumAt + u);
    }
  }

  @Override
  public void sumRows(int rows, int width, float[] x, int xAt, int xRow, float[] sum, int sumAt) {
    // a product with one row of ones: the same bits, and all columns at once
    VectorProduct.multiply(1, rows, width, ONES, 0, 0, 0, x, xAt, xRow, sum, sumAt, 0, ZEROS, 0, 0);
  }

  @Override
  public void lstmState(
      int rows, float[] gates, int gatesAt, float[] before, float[] c, int cAt, int cRow) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, cAt += cRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector i = load(gates, gatesAt + u);
        FloatVector f = load(gates, gatesAt + UNITS + u);
        FloatVector g = load(gates, gatesAt + 2 * UNITS + u);
        f.fma(load(before, cAt + u), i.mul(g)).intoArray(c, cAt + u);
      }
    }
  }

  @Override
  public void lstmOutput(
      int rows, float[] gates, int gatesAt, float[] c, float[] t, float[] h, int cAt, int cRow) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, cAt += cRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector o = load(gates, gatesAt + 3 * UNITS + u);
        FloatVector tanh = VectorRational.tanh(load(c, cAt + u));
        tanh.intoArray(t, cAt + u);
        o.mul(tanh).intoArray(h, cAt + u);
      }
    }
  }

  @Override
  public void lstmOutputBackward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] t,
      int tAt,
      float[] dh,
      float[] dc,
      int dAt,
      int row) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, tAt += row, dAt += row) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector o = load(gates, gatesAt + 3 * UNITS + u);
        FloatVector tanh = load(t, tAt + u);
        FloatVector d = load(dh, dAt + u);
        d.mul(o).fma(ONE.sub(tanh.mul(tanh)), load(dc, dAt + u)).intoArray(dc, dAt + u);
        d.mul(tanh).mul(o.sub(o.mul(o))).intoArray(gates, gatesAt + 3 * UNITS + u);
      }
    }
  }

  @Override
  public void lstmStateBackward(
      int rows, float[] gates, int gatesAt, float[] before, int cAt, float[] dc, int dAt, int row) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, cAt += row, dAt += row) {
      for (int u = 0; u < UNITS; u += LANES) {
        int z = gatesAt + u;
        FloatVector i = load(gates, z);
        FloatVector f = load(gates, z + UNITS);
        FloatVector g = load(gates, z + 2 * UNITS);
        FloatVector d = load(dc, dAt + u);
        d.mul(g).mul(i.sub(i.mul(i))).intoArray(gates, z);
        d.mul(load(before, cAt + u)).mul(f.sub(f.mul(f))).intoArray(gates, z + UNITS);
        d.mul(i).mul(ONE.sub(g.mul(g))).intoArray(gates, z + 2 * UNITS);
        d.mul(f).intoArray(dc, dAt + u);
      }
    }
  }

  @Override
  public void gruOutput(
      int rows, float[] gates, int gatesAt, float[] before, float[] h, int hAt, int hRow) {
    for (int r = 0; r < rows; r++, gatesAt += 3 * UNITS, hAt += hRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector z = load(gates, gatesAt + UNITS + u);
        FloatVector n = load(gates, gatesAt + 2 * UNITS + u);
        z.fma(load(before, hAt + u).sub(n), n).intoArray(h, hAt + u);
      }
    }
  }

  @Override
  public void gruOutputBackward(
      int rows, float[] gates, int gatesAt, float[] before, int hAt, float[] dh, int dAt, int row) {
    for (int r = 0; r < rows; r++, gatesAt += 3 * UNITS, hAt += row, dAt += row) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector z = load(gates, gatesAt + UNITS + u);
        FloatVector n = load(gates, gatesAt + 2 * UNITS + u);
        FloatVector d = load(dh, dAt + u);
        FloatVector dz = d.mul(load(before, hAt + u).sub(n)).mul(z.sub(z.mul(z)));
        dz.intoArray(gates, gatesAt + UNITS + u);
        d.sub(d.mul(z)).mul(ONE.sub(n.mul(n))).intoArray(gates, gatesAt + 2 * UNITS + u);
        d.mul(z).intoArray(dh, dAt + u);
      }
    }
  }

  @Override
  public void gruResetBackward(
      int rows,
      float[] r,
      int rAt,
      int rRow,
      float[] d,
      int dAt,
      int dRow,
      float[] b,
      int bAt,
      int bRow,
      float[] db,
      int dbAt,
      int dbRow) {
    for (int row = 0; row < rows; row++, rAt += rRow, dAt += dRow, bAt += bRow, dbAt += dbRow) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector gate = load(r, rAt + u);
        FloatVector dy = load(d, dAt + u);
        dy.mul(load(b, bAt + u)).mul(gate.sub(gate.mul(gate))).intoArray(r, rAt + u);
        dy.mul(gate).intoArray(db, dbAt + u);
      }
    }
  }

  @Override
  public float greatest(int width, float[] x, int at) {
    return VectorFlat.greatest(width, x, at);
  }

  @Override
  public void exponentials(
      int width, float[] x, int xAt, float shift, float[] e, int eAt, float[] partials) {
    VectorFlat.exponentials(width, x, xAt, shift, e, eAt, partials);
  }

  @Override
  public void adam(
      int n,
      float[] theta,
      float[] g,
      float[] state,
      float take1,
      float take2,
      float step,
      float correction,
      float epsilon) {
    VectorFlat.adam(n, theta, g, state, take1, take2, step, correction, epsilon);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
