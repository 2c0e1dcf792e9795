package org.sluice.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on the Vector API, with the one species this machine prefers: two species in one
 * JVM would cost more than they give. A product runs over tiles of 4 rows by up to 4 vectors whose
 * sums stay in registers through one single loop over k.
 */
final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = species();
  static final int LANES = SPECIES.length();

  private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);

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
      int rows,
      int depth,
      int width,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      float[] init,
      int initAt,
      int initRow) {
    // 4 vectors of 16 floats fill the 32 registers of AVX-512, 2 of 8 floats the 16 of AVX2
    int strip = LANES == UNITS ? width : 2 * LANES;
    for (int j = 0; j < width; j += strip) {
      int i = 0;
      for (; i + 4 <= rows; i += 4) {
        Tiles.four(
            strip / LANES,
            depth,
            a,
            aAt + i * aRow,
            aRow,
            aStep,
            b,
            bAt + j,
            width,
            c,
            cAt + j + i * cRow,
            cRow,
            init,
            initAt + j + i * initRow,
            initRow);
      }
      for (; i < rows; i++) {
        Tiles.one(
            strip / LANES,
            depth,
            a,
            aAt + i * aRow,
            aStep,
            b,
            bAt + j,
            width,
            c,
            cAt + j + i * cRow,
            init,
            initAt + j + i * initRow);
      }
    }
  }

  @Override
  public void sigmoid(int rows, float[] x, int at, int stride) {
    for (int r = 0; r < rows; r++, at += stride) {
      for (int u = at; u < at + UNITS; u += LANES) {
        VectorRational.sigmoid(FloatVector.fromArray(SPECIES, x, u)).intoArray(x, u);
      }
    }
  }

  @Override
  public void tanh(int rows, float[] x, int at, int stride) {
    for (int r = 0; r < rows; r++, at += stride) {
      for (int u = at; u < at + UNITS; u += LANES) {
        VectorRational.tanh(FloatVector.fromArray(SPECIES, x, u)).intoArray(x, u);
      }
    }
  }

  @Override
  public void lstmForward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] before,
      float[] c,
      float[] t,
      float[] h,
      int at,
      int stride) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, at += stride) {
      for (int u = 0; u < UNITS; u += LANES) {
        FloatVector i = FloatVector.fromArray(SPECIES, gates, gatesAt + u);
        FloatVector f = FloatVector.fromArray(SPECIES, gates, gatesAt + UNITS + u);
        FloatVector g = FloatVector.fromArray(SPECIES, gates, gatesAt + 2 * UNITS + u);
        FloatVector o = FloatVector.fromArray(SPECIES, gates, gatesAt + 3 * UNITS + u);
        FloatVector cell = f.fma(FloatVector.fromArray(SPECIES, before, at + u), i.mul(g));
        FloatVector squashed = VectorRational.tanh(cell);
        cell.intoArray(c, at + u);
        squashed.intoArray(t, at + u);
        o.mul(squashed).intoArray(h, at + u);
      }
    }
  }

  @Override
  public void lstmBackward(
      int rows,
      float[] gates,
      int gatesAt,
      float[] before,
      float[] t,
      int at,
      float[] dh,
      float[] dc,
      int dAt,
      int stride) {
    for (int r = 0; r < rows; r++, gatesAt += 4 * UNITS, at += stride, dAt += stride) {
      for (int u = 0; u < UNITS; u += LANES) {
        int z = gatesAt + u;
        FloatVector i = FloatVector.fromArray(SPECIES, gates, z);
        FloatVector f = FloatVector.fromArray(SPECIES, gates, z + UNITS);
        FloatVector g = FloatVector.fromArray(SPECIES, gates, z + 2 * UNITS);
        FloatVector o = FloatVector.fromArray(SPECIES, gates, z + 3 * UNITS);
        FloatVector tc = FloatVector.fromArray(SPECIES, t, at + u);
        FloatVector dOut = FloatVector.fromArray(SPECIES, dh, dAt + u);
        FloatVector dho = dOut.mul(o);
        FloatVector d =
            dho.sub(dho.mul(tc).mul(tc)).add(FloatVector.fromArray(SPECIES, dc, dAt + u));
        d.mul(f).intoArray(dc, dAt + u);
        d.mul(g).mul(i.sub(i.mul(i))).intoArray(gates, z);
        d.mul(FloatVector.fromArray(SPECIES, before, at + u))
            .mul(f.sub(f.mul(f)))
            .intoArray(gates, z + UNITS);
        d.mul(i).mul(ONE.sub(g.mul(g))).intoArray(gates, z + 2 * UNITS);
        dOut.mul(tc).mul(o.sub(o.mul(o))).intoArray(gates, z + 3 * UNITS);
      }
    }
  }

  @Override
  public void sumRows(int rows, int width, float[] x, int at, float[] sum, int sumAt) {
    for (int j = 0; j < width; j += LANES) {
      FloatVector s = FloatVector.zero(SPECIES);
      for (int r = 0, from = at + j; r < rows; r++, from += width) {
        s = s.add(FloatVector.fromArray(SPECIES, x, from));
      }
      s.intoArray(sum, sumAt + j);
    }
  }
}
