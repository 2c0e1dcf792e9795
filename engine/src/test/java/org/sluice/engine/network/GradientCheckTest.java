package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.data.Batch;
import org.sluice.engine.params.Block;

/**
 * Central differences hold the double reference, and the reference holds the engine. An error is
 * {@code |a - n| / max(|a|, |n|, 1e-3)}.
 */
class GradientCheckTest {
  private static final double EPSILON = 1e-5;

  /** Elements of one parameter whose central difference is taken; all where there are fewer. */
  private static final int SAMPLES = 24;

  static Stream<NetworkCase> cases() {
    return NetworkCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theReferencesGradientIsThatOfCentralDifferences(NetworkCase given) {
    Network network = given.network();
    DoubleReference reference = new DoubleReference(network, given.theta());
    Batch batch = given.batch();
    float[] state = given.state();
    List<double[]> gradient = reference.run(batch, state).gradient();
    for (int p = 0; p < gradient.size(); p++) {
      double[] parameter = reference.parameters.get(p);
      String name = network.layout().names().get(p);
      // an odd stride meets every gate and column, the last element is always among them
      int stride = Math.max(1, parameter.length / SAMPLES) | 1;
      for (int i = parameter.length - 1; i >= 0; i -= stride) {
        double numeric = slope(reference, parameter, i, batch, state);
        assertThat(error(gradient.get(p)[i], numeric)).as("%s[%d]", name, i).isLessThan(1e-6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEnginesGradientIsTheReferences(NetworkCase given) {
    Network network = given.network();
    Batch batch = given.batch();
    float[] theta = given.theta();
    var expected = new DoubleReference(network, theta).run(batch, given.state());
    Workspace workspace = network.workspace(given.steps(), given.rows(), given.targetSteps());
    workspace.forward(theta, batch, given.state());
    workspace.loss(batch);
    float[] gradient = new float[theta.length];
    Arrays.fill(gradient, Float.NaN); // it is to be overwritten, padding included
    workspace.backward(theta, batch, gradient);
    List<Block> blocks = network.layout().blocks();
    for (int p = 0; p < blocks.size(); p++) {
      assertClose(blocks.get(p).name(), blocks.get(p).read(gradient), expected.gradient().get(p));
    }
    assertThat(paddingOf(network, gradient)).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEnginesOutputsStateAndLossAreTheReferences(NetworkCase given) {
    Network network = given.network();
    Batch batch = given.batch();
    float[] theta = given.theta();
    float[] state = given.state();
    var expected = new DoubleReference(network, theta).run(batch, state);
    Workspace workspace = network.workspace(given.steps(), given.rows(), given.targetSteps());
    workspace.forward(theta, batch, state);
    assertClose("outputs", workspace.outputs(), expected.outputs());
    assertClose("state", state, expected.state());
    assertThat(error(workspace.loss(batch), expected.loss() * NetworkCase.weights(batch)))
        .isLessThan(1e-4);
  }

  @Test
  void aBatchWithoutWeightHasNoLossAndNoGradient() {
    NetworkCase given = NetworkCase.plain(3, List.of(17, 17), 2, 4, 2, 4);
    Network network = given.network();
    Batch batch = given.batch();
    Arrays.fill(batch.weight, 0);
    Workspace workspace = network.workspace(4, 2, 4);
    workspace.forward(given.theta(), batch, given.state());
    assertThat(workspace.loss(batch)).isZero();
    float[] gradient = new float[network.layout().size()];
    Arrays.fill(gradient, Float.NaN);
    workspace.backward(given.theta(), batch, gradient);
    assertThat(gradient).containsOnly(0f);
  }

  private static double slope(
      DoubleReference reference, double[] parameter, int i, Batch batch, float[] state) {
    double value = parameter[i];
    parameter[i] = value + EPSILON;
    double above = reference.loss(batch, state);
    parameter[i] = value - EPSILON;
    double below = reference.loss(batch, state);
    parameter[i] = value;
    return (above - below) / (2 * EPSILON);
  }

  private static void assertClose(String name, float[] found, double[] expected) {
    assertThat(found).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      if (!(error(found[i], expected[i]) <= 1e-4)) { // asserting each would take most of the time
        assertThat((double) found[i]).as("%s[%d]", name, i).isEqualTo(expected[i]);
      }
    }
  }

  private static double error(double a, double n) {
    return Math.abs(a - n) / Math.max(Math.max(Math.abs(a), Math.abs(n)), 1e-3);
  }

  /** The elements of {@code vector} that belong to no weight, and a zero. */
  private static float[] paddingOf(Network network, float[] vector) {
    float[] rest = Arrays.copyOf(vector, vector.length + 1);
    for (Block block : network.layout().blocks()) {
      block.write(new float[block.elements()], rest);
    }
    return rest;
  }
}
