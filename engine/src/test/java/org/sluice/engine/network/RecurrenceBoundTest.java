package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batch;
import org.sluice.engine.params.Block;

/** The gradient of pre-activations, bounded at every step of the recurrence. */
class RecurrenceBoundTest {
  private static final int HIDDEN = 17;
  private static final float BOUND = 0.001f;
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Over one step of one row a bias has the gradient of its pre-activation. */
  @ParameterizedTest
  @EnumSource
  void noElementOfAnyCellIsBeyondTheBound(CellKind cell) {
    Network network = network(new LayerSpec(cell, HIDDEN));
    float[] free = biases(network, gradient(network, 1, NONE, 1));
    float[] bound = biases(network, gradient(network, 1, BOUND, 1));
    assertThat(IntStream.range(0, free.length)).anyMatch(i -> Math.abs(free[i]) > 2 * BOUND);
    for (float element : bound) {
      assertThat(Math.abs(element)).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void anLstmsElementsAreMovedToTheBoundAndNoFurther() {
    Network network = network(new LayerSpec(CellKind.LSTM, HIDDEN));
    float[] free = biases(network, gradient(network, 1, NONE, 1));
    float[] bound = biases(network, gradient(network, 1, BOUND, 1));
    for (int i = 0; i < free.length; i++) {
      assertThat(bound[i]).isEqualTo(Math.max(-BOUND, Math.min(BOUND, free[i])));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBoundThatNothingReachesChangesNoBit(CellKind cell) {
    Network network = network(new LayerSpec(cell, HIDDEN).with(Direction.BOTH));
    assertThat(gradient(network, 5, 1e6, 1)).isEqualTo(gradient(network, 5, NONE, 1));
  }

  /** Weights that double what goes back at each step: 2^40 without a bound. */
  @Test
  void whatWouldExplodeOverTimeStaysSmall() {
    Network network = network(new LayerSpec(CellKind.RNN_RELU, HIDDEN));
    float[] free = gradient(network, 40, NONE, 8);
    float[] bound = gradient(network, 40, BOUND, 8);
    assertThat(greatest(biases(network, free))).isGreaterThan(1e6);
    assertThat(greatest(biases(network, bound))).isBetween((double) BOUND, 40.0 * BOUND);
  }

  private static Network network(LayerSpec layer) {
    return Network.of(new NetworkSpec(3, List.of(layer), 2));
  }

  /**
   * Of one row.
   *
   * @param scale of the recurrent weights
   */
  private static float[] gradient(Network network, int steps, double bound, float scale) {
    Batch batch = new Batch(steps, 1, 3, 2, 1);
    Draws draws = Draws.of(5, Purpose.SAMPLE);
    for (int i = 0; i < batch.x.length; i++) {
      batch.x[i] = draws.uniform(i);
    }
    Arrays.fill(batch.target, 3);
    Arrays.fill(batch.weight, 1);
    float[] theta = network.initialise(3);
    for (Block block : network.layout().blocks()) {
      for (int i = 0; i < block.size() && block.name().contains("weight_hh"); i++) {
        theta[block.offset() + i] *= scale;
      }
    }
    float[] gradient = new float[theta.length];
    Workspace workspace = network.workspace(steps, 1, 1);
    workspace.forward(theta, batch, new float[network.stateSize(1)]);
    workspace.loss(batch);
    workspace.backward(theta, batch, gradient, bound);
    return gradient;
  }

  private static float[] biases(Network network, float[] gradient) {
    List<float[]> parts =
        network.layout().blocks().stream()
            .filter(
                block ->
                    block.name().matches(".*(?<!cell_)bias.*") && !block.name().startsWith("head"))
            .map(block -> block.read(gradient))
            .toList();
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static double greatest(float[] values) {
    double greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }
}
