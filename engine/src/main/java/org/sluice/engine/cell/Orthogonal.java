package org.sluice.engine.cell;

import org.sluice.engine.base.Draws;

/**
 * Random vectors that are orthonormal: normal numbers made so by the modified Gram-Schmidt process,
 * one vector after the other in double. With a triangle of positive diagonal, as here, all
 * orthogonal matrices are equally likely (Mezzadri 2007).
 */
final class Orthogonal {
  private Orthogonal() {}

  /** As many as {@code count} vectors of at least so many elements. */
  static double[][] vectors(int count, int length, Draws draws) {
    double[][] vectors = new double[count][length];
    for (int v = 0; v < count; v++) {
      for (int i = 0; i < length; i++) {
        vectors[v][i] = draws.normal((long) v * length + i);
      }
    }
    for (int v = 0; v < count; v++) {
      double[] unit = vectors[v];
      scale(unit, 1 / Math.sqrt(dot(unit, unit)));
      for (int later = v + 1; later < count; later++) {
        subtract(vectors[later], unit, dot(vectors[later], unit));
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void scale(double[] a, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
  }

  private static void subtract(double[] a, double[] b, double times) {
    for (int i = 0; i < a.length; i++) {
      a[i] -= times * b[i];
    }
  }
}
