package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.cell.Sequence;

/** Windows of 3 steps by 2 rows made into one vector each. */
final class PoolTest {
  private static final int T = 3;
  private static final int B = 2;
  private static final int STRIDE = 16;

  private static final float[] X = new float[T * B * STRIDE];

  static Stream<Pool> pools() {
    Sequence x = new Sequence(X, 0, STRIDE);
    return Stream.of(new Pool.Last(x, T, B), new Pool.Mean(x, T, B), new Pool.Max(x, T, B));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aConstantIsPooledToItself(Pool pool) {
    Arrays.fill(X, 3);
    for (int length = 1; length <= T; length++) {
      pool.forward(new int[] {length, length});
      assertThat(pool.outputs().data()).containsOnly(3f);
    }
  }

  @ParameterizedTest
  @MethodSource("pools")
  void stepsPastTheLengthAreNotReadAndHaveNoGradient(Pool pool) {
    Arrays.fill(X, Float.NaN);
    Arrays.fill(X, 0, 2 * STRIDE, 5); // the first step
    float[] dx = new float[X.length];
    float[] dy = new float[B * STRIDE];
    Arrays.fill(dy, 2);
    pool.forward(new int[] {3, 3});
    pool.backward(new int[] {3, 3}, dy, dx); // leaves something at every step
    pool.forward(new int[] {0, 1});
    pool.backward(new int[] {0, 1}, dy, dx);
    float[] y = pool.outputs().data();
    assertThat(y).containsOnly(5f);
    float[] expected = new float[X.length];
    Arrays.fill(expected, 0, 2 * STRIDE, 2);
    assertThat(dx).isEqualTo(expected);
  }

  @Test
  void eachReadsWhatItsNameSays() {
    for (int i = 0; i < X.length; i++) {
      X[i] = new float[] {2, 6, 6}[i / (B * STRIDE)] - i % STRIDE;
    }
    List<Pool> pools = pools().toList();
    List<List<Float>> gradients =
        List.of(List.of(0f, 0f, 3f), List.of(1f, 1f, 1f), List.of(0f, 3f, 0f));
    float[] values = {6, 14 / 3f, 6};
    for (int kind = 0; kind < values.length; kind++) {
      Pool pool = pools.get(kind);
      pool.forward(new int[] {3, 3});
      assertThat(pool.outputs().data()[STRIDE]).isEqualTo(values[kind]);
      float[] dy = new float[B * STRIDE];
      Arrays.fill(dy, 3);
      float[] dx = new float[X.length];
      pool.backward(new int[] {3, 3}, dy, dx);
      for (int t = 0; t < T; t++) {
        assertThat(dx[t * B * STRIDE]).isEqualTo(gradients.get(kind).get(t));
      }
    }
  }
}
