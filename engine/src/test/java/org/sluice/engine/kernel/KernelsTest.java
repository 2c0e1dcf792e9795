package org.sluice.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

/**
 * What holds for every implementation; the build runs the vector ones a second time with 256-bit
 * vectors.
 */
abstract class KernelsTest {
  private static final int[] DEPTHS = {0, 1, 2, 7, 16, 33, 128, 300};
  private static final int[] ROWS = {1, 2, 3, 4, 5, 7, 8, 33};

  private final Kernels meaning = new ScalarKernels();
  private final Kernels kernels = kernels();

  abstract Kernels kernels();

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64})
  void aProductIsOneChainOfFusedMultiplyAddsForEachElement(int width) {
    sameProduct(
        (rows, depth) -> {
          float[] a = draw(1, rows * (depth + 3) + 5);
          float[] b = draw(2, depth * width + 7);
          float[] bias = draw(3, width + 2);
          float[] c = draw(4, rows * (width + 9) + 1);
          return kernels -> {
            kernels.multiply(
                1, rows, depth, width, a, 5, depth + 3, 1, b, 7, 0, width, c, 1, 0, width + 9, bias,
                2, 0, 0);
            return c;
          };
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64})
  void aProductWithTheTransposeAddsToWhatIsThere(int width) {
    sameProduct(
        (rows, depth) -> {
          float[] a = draw(1, depth * (rows + 2));
          float[] b = draw(2, depth * (width + 16));
          float[] c = draw(4, rows * width);
          return kernels -> {
            kernels.multiply(
                1,
                rows,
                depth,
                width,
                a,
                0,
                1,
                rows + 2,
                b,
                0,
                0,
                width + 16,
                c,
                0,
                0,
                width,
                c,
                0,
                0,
                width);
            return c;
          };
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 9})
  void aProductWithSeveralPanelsIsOneWithEach(int panels) {
    sameProduct(
        (rows, depth) -> {
          int panel = depth * 48;
          float[] a = draw(1, rows * depth);
          float[] b = draw(2, panels * (panel + 8));
          float[] bias = draw(3, panels * 50);
          float[] c = draw(4, rows * panels * 48 + 3);
          return kernels -> {
            kernels.multiply(
                panels,
                rows,
                depth,
                48,
                a,
                0,
                depth,
                1,
                b,
                0,
                panel + 8,
                48,
                c,
                3,
                48,
                panels * 48,
                bias,
                0,
                50,
                0);
            return c;
          };
        });
  }

  /** A product that is made anew, operands included, for each kind of kernels. */
  private void sameProduct(BiFunction<Integer, Integer, Function<Kernels, float[]>> product) {
    for (int rows : ROWS) {
      for (int depth : DEPTHS) {
        assertThat(product.apply(rows, depth).apply(kernels))
            .as("%d rows, depth %d", rows, depth)
            .isEqualTo(product.apply(rows, depth).apply(meaning));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64})
  void aProductWithRoundedWeightsIsOneChainScaledAtItsEnd(int width) {
    for (int rows : ROWS) {
      for (int depth : DEPTHS) {
        float[] a = draw(1, rows * (depth + 3) + 5);
        byte[] b = new byte[depth * (width + 16) + 7];
        for (int i = 0; i < b.length; i++) {
          b[i] = (byte) Draws.of(9, Purpose.SAMPLE).bits(i);
        }
        float[] scale = draw(2, width + 3);
        float[] bias = draw(3, width + 2);
        float[] expected = draw(4, rows * (width + 9) + 1);
        float[] actual = expected.clone();
        rounded(meaning, rows, depth, width, a, b, scale, bias, 0, expected);
        rounded(kernels, rows, depth, width, a, b, scale, bias, 0, actual);
        assertThat(actual).as("%d rows, depth %d", rows, depth).isEqualTo(expected);
        rounded(meaning, rows, depth, width, a, b, scale, expected, width + 9, expected);
        rounded(kernels, rows, depth, width, a, b, scale, actual, width + 9, actual);
        assertThat(actual).as("%d rows, depth %d", rows, depth).isEqualTo(expected);
      }
    }
  }

  private static void rounded(
      Kernels kernels,
      int rows,
      int depth,
      int width,
      float[] a,
      byte[] b,
      float[] scale,
      float[] init,
      int initRow,
      float[] c) {
    int initAt = init == c ? 1 : 2;
    kernels.multiplyInt8(
        rows,
        depth,
        width,
        a,
        5,
        depth + 3,
        b,
        7,
        width + 16,
        scale,
        3,
        c,
        1,
        width + 9,
        init,
        initAt,
        initRow);
  }

  @Test
  void activationsAreTheSamePolynomialsEverywhere() {
    float[] x = spread();
    float[] sigmoid = x.clone();
    float[] tanh = x.clone();
    meaning.sigmoid(x.length / 48, sigmoid, 16, 48);
    meaning.tanh(x.length / 48, tanh, 16, 48);
    float[] actualSigmoid = x.clone();
    float[] actualTanh = x.clone();
    kernels.sigmoid(x.length / 48, actualSigmoid, 16, 48);
    kernels.tanh(x.length / 48, actualTanh, 16, 48);
    assertThat(actualSigmoid).isEqualTo(sigmoid);
    assertThat(actualTanh).isEqualTo(tanh);
  }

  @Test
  void activationsAreCloseToTheFunctions() {
    float[] x = spread();
    float[] sigmoid = x.clone();
    float[] tanh = x.clone();
    kernels.sigmoid(x.length / 16, sigmoid, 0, 16);
    kernels.tanh(x.length / 16, tanh, 0, 16);
    for (int i = 0; i < x.length; i++) {
      double t = StrictMath.tanh(x[i]);
      assertThat(Math.abs(tanh[i] - t))
          .as("tanh(%s)", x[i])
          .isLessThanOrEqualTo(3e-7 * Math.abs(t));
      assertThat(tanh[i]).isBetween(-1f, 1f);
      assertThat((double) sigmoid[i])
          .as("sigmoid(%s)", x[i])
          .isCloseTo(1 / (1 + StrictMath.exp(-x[i])), within());
    }
  }

  @Test
  void anActivationOfNotANumberIsNotANumber() {
    float[] x = new float[16];
    x[3] = Float.NaN;
    kernels.tanh(1, x, 0, 16);
    assertThat(x[3]).isNaN();
    assertThat(x[2]).isZero();
  }

  @Test
  void theStateOfAnLstmIsTheSameForwardAndBackward() {
    sameForEveryNumberOfRows(KernelsTest::lstm);
  }

  @Test
  void theStateOfAGruIsTheSameForwardAndBackward() {
    sameForEveryNumberOfRows(KernelsTest::gru);
  }

  @Test
  void sumsAndProductsOfBlocksAreTheSame() {
    sameForEveryNumberOfRows(KernelsTest::sums);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 63, 65, 130, 1000})
  void whatASoftmaxIsMadeOfIsTheSameAtEveryWidth(int width) {
    float[] x = draw(1, width + 3);
    for (int j = 0; j < width; j++) {
      x[3 + j] *= 40;
    }
    float shift = meaning.greatest(width, x, 3);
    assertThat(kernels.greatest(width, x, 3)).isEqualTo(shift);
    float[] expected = new float[width + 6];
    float[] actual = expected.clone();
    float[] expectedSums = new float[16];
    float[] actualSums = draw(2, 16);
    meaning.exponentials(width, x, 3, shift, expected, 5, expectedSums);
    kernels.exponentials(width, x, 3, shift, actual, 5, actualSums);
    assertThat(actual).isEqualTo(expected);
    assertThat(actualSums).isEqualTo(expectedSums);
    kernels.exponentials(width, x, 3, shift, x, 3, actualSums);
    assertThat(Arrays.copyOfRange(x, 3, 3 + width))
        .isEqualTo(Arrays.copyOfRange(expected, 5, 5 + width));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 40})
  void whatIsNotANumberShowsInASoftmax(int width) {
    for (int at = 0; at < width; at++) {
      float[] x = draw(1, width);
      x[at] = Float.NaN;
      float[] sums = new float[16];
      assertThat(kernels.greatest(width, x, 0)).isNaN();
      kernels.exponentials(width, x, 0, 0, x, 0, sums);
      assertThat(x[at]).isNaN();
      assertThat(Partials.join(sums)).isNaN();
    }
  }

  @Test
  void sixteenPartialsAreJoinedByATree() {
    float[] sums = draw(1, 16);
    double[] joined = new double[16];
    for (int p = 0; p < 16; p++) {
      joined[p] = sums[p];
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int p = 0; p < half; p++) {
        joined[p] += joined[p + half];
      }
    }
    assertThat(Partials.join(sums)).isEqualTo(joined[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 63, 65, 130, 1000})
  void aStepOfAdamIsTheSameForEveryNumberOfParameters(int n) {
    float[] expected = draw(1, n);
    float[] actual = expected.clone();
    float[] g = draw(2, n);
    float[] expectedState = draw(3, 2 * n + 1);
    for (int i = 0; i < expectedState.length; i++) {
      expectedState[i] = Math.abs(expectedState[i]);
    }
    float[] actualState = expectedState.clone();
    meaning.adam(n, expected, g, expectedState, 0.1f, 0.001f, 0.02f, 1.3f, 1e-8f);
    kernels.adam(n, actual, g, actualState, 0.1f, 0.001f, 0.02f, 1.3f, 1e-8f);
    assertThat(actual).isEqualTo(expected);
    assertThat(actualState).isEqualTo(expectedState);
  }

  private void sameForEveryNumberOfRows(BiFunction<Kernels, Integer, float[][]> work) {
    for (int rows : ROWS) {
      float[][] expected = work.apply(meaning, rows);
      float[][] actual = work.apply(kernels, rows);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).as("array %d, %d rows", i, rows).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void columnsAreAddedRowAfterRow() {
    for (int width : new int[] {16, 32, 48, 64}) {
      float[] x = draw(1, 37 * width + 3);
      float[] expected = new float[width + 2];
      float[] actual = new float[width + 2];
      meaning.sumRows(37, width, x, 3, width, expected, 2);
      kernels.sumRows(37, width, x, 3, width, actual, 2);
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static float[][] lstm(Kernels kernels, int rows) {
    int stride = 32;
    float[] gates = draw(1, rows * 64 + 64);
    float[] before = draw(2, rows * stride);
    float[] dh = draw(3, rows * stride);
    float[] dc = draw(4, rows * stride);
    float[] c = new float[rows * stride];
    float[] t = new float[rows * stride];
    float[] h = new float[rows * stride];
    kernels.lstmState(rows, gates, 64, before, c, 16, stride);
    kernels.lstmOutput(rows, gates, 64, c, t, h, 16, stride);
    kernels.lstmOutputBackward(rows, gates, 64, t, 16, dh, dc, 16, stride);
    kernels.lstmStateBackward(rows, gates, 64, before, 16, dc, 16, stride);
    return new float[][] {gates, c, t, h, dc};
  }

  private static float[][] gru(Kernels kernels, int rows) {
    int stride = 32;
    float[] gates = draw(1, rows * 48 + 48);
    float[] before = draw(2, rows * stride);
    float[] dh = draw(3, rows * stride);
    float[] products = draw(4, rows * 48);
    float[] h = new float[rows * stride];
    kernels.gruOutput(rows, gates, 48, before, h, 16, stride);
    kernels.gruOutputBackward(rows, gates, 48, before, 16, dh, 16, stride);
    kernels.gruResetBackward(
        rows, gates, 48, 48, gates, 80, 48, products, 32, 48, products, 32, 48);
    return new float[][] {gates, h, dh, products};
  }

  private static float[][] sums(Kernels kernels, int rows) {
    float[] x = draw(1, rows * 48 + 48);
    float[] y = draw(2, rows * 32);
    float[] diagonal = draw(3, 17);
    float[] sum = new float[20];
    kernels.add(rows, x, 48, 48, y, 16, 32);
    kernels.addProduct(rows, x, 32, 48, diagonal, 1, 0, y, 0, 32);
    kernels.sumProducts(rows, x, 16, 48, y, 16, 32, sum, 4);
    return new float[][] {x, sum};
  }

  /** 48-float rows from -20 to 20, dense around zero. */
  private static float[] spread() {
    float[] x = new float[48 * 1000];
    for (int i = 0; i < x.length; i++) {
      float u = 2f * i / x.length - 1;
      x[i] = i % 2 == 0 ? 20 * u : u * u * u;
    }
    return x;
  }

  private static float[] draw(long stream, int length) {
    Draws draws = Draws.of(7, Purpose.SAMPLE).at(stream);
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = draws.uniform(i, 1.5f);
    }
    return x;
  }

  private static Offset<Double> within() {
    return Offset.offset(2e-7);
  }
}
