package org.sluice.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;

/** Windows of 3 steps by 2 rows made into one vector each. */
final class PoolTest {
  private static final int T = 3;
  private static final int B = 2;
  private static final int STRIDE = 16;

  private static final float[] X = new float[T * B * STRIDE];

  static Stream<Pool> pools() {
    Sequence x = new Sequence(X, 0, STRIDE);
    return Stream.of(new Pool.Last(x, B), new Pool.Mean(x, B), new Pool.Max(x, B));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aConstantIsPooledToItself(Pool pool) {
    Arrays.fill(X, 3);
    for (int length = 1; length <= T; length++) {
      LiveRows live = LiveRows.of(new int[] {length, length}, T);
      pool.forward(live, new LiveRows(1, B));
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
    pool.forward(new LiveRows(T, B), new LiveRows(1, B));
    pool.backward(new LiveRows(T, B), new LiveRows(1, B), dy, dx); // something at every step
    LiveRows live = LiveRows.of(new int[] {1, 1}, T);
    pool.forward(live, new LiveRows(1, B));
    pool.backward(live, new LiveRows(1, B), dy, dx);
    float[] y = pool.outputs().data();
    assertThat(y).containsOnly(5f);
    assertThat(Arrays.copyOf(dx, 2 * STRIDE)).containsOnly(2f);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aRowWithoutAStepHasNoVector(Pool pool) {
    Arrays.fill(X, 4);
    int[] lengths = {0, 2};
    LiveRows live = LiveRows.of(lengths, T);
    LiveRows pooled = LiveRows.of(lengths, 1);
    pool.forward(live, pooled);
    assertThat(Arrays.copyOf(pool.outputs().data(), STRIDE)).containsOnly(4f);
    float[] dx = new float[X.length];
    float[] dy = new float[B * STRIDE];
    Arrays.fill(dy, 0, STRIDE, 3);
    Arrays.fill(dy, STRIDE, 2 * STRIDE, Float.NaN);
    pool.backward(live, pooled, dy, dx);
    for (int j = 0; j < STRIDE; j++) {
      assertThat(dx[j] + dx[STRIDE + j]).isEqualTo(3f); // of its two steps
    }
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
      LiveRows live = new LiveRows(T, B);
      LiveRows pooled = new LiveRows(1, B);
      pool.forward(live, pooled);
      assertThat(pool.outputs().data()[STRIDE]).isEqualTo(values[kind]);
      float[] dy = new float[B * STRIDE];
      Arrays.fill(dy, 3);
      float[] dx = new float[X.length];
      pool.backward(live, pooled, dy, dx);
      for (int t = 0; t < T; t++) {
        assertThat(dx[t * B * STRIDE]).isEqualTo(gradients.get(kind).get(t));
      }
    }
  }
}
