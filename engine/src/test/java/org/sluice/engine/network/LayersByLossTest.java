package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.data.Batch;
import org.sluice.engine.layer.CellReference;
import org.sluice.engine.loss.AbsoluteError;
import org.sluice.engine.loss.BinaryCrossEntropy;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.DoubleLoss;
import org.sluice.engine.loss.Huber;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.QuantileLoss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.params.Block;

/**
 * Every cell, one layer and two and both ways, with and without masks, under every loss: the
 * engine's gradient is the central difference of the equations in double. The outputs beside a
 * parameter are computed once and serve all losses.
 */
final class LayersByLossTest {
  private static final int STEPS = 3;
  private static final int ROWS = 3;
  private static final int INPUTS = 2;
  private static final int OUTPUTS = 4;
  private static final double STEP = 1e-5;

  private static final List<Loss> LOSSES =
      List.of(
          new SquaredError(),
          new AbsoluteError(),
          new Huber(0.5),
          new QuantileLoss(List.of(0.3, 0.8)),
          new BinaryCrossEntropy(),
          new CrossEntropy(0),
          new CrossEntropy(0.1));

  static Stream<Arguments> cases() {
    return LayersTest.kinds().stream()
        .flatMap(
            kind ->
                Stream.of(false, true)
                    .flatMap(
                        masks ->
                            Stream.of(
                                Arguments.of(kind, 1, masks),
                                Arguments.of(kind, 2, masks),
                                Arguments.of(kind.with(Direction.BOTH), 1, masks),
                                Arguments.of(kind.with(Direction.SUM), 2, masks))));
  }

  @ParameterizedTest(name = "{0}, {1} layers, masks {2}")
  @MethodSource("cases")
  void theGradientOfEveryLossIsTheSlopeOfTheEquations(LayerSpec layer, int layers, boolean masks) {
    Network network =
        Network.of(new NetworkSpec(INPUTS, Collections.nCopies(layers, layer), OUTPUTS));
    float[] theta = LayersTest.theta(network);
    double[] values = CellReference.widen(theta);
    float[] state = LayersTest.draw(network.stateSize(ROWS), 4);
    int targetSteps = layers == 1 ? STEPS : 1 + STEPS / 2;
    Batch inputs = batch(network, OUTPUTS, targetSteps, masks);
    NetworkReference reference = new NetworkReference(network, inputs, state.clone());
    double[] y = reference.outputs(values);
    List<Problem> problems = new ArrayList<>();
    for (Loss loss : LOSSES) {
      Batch batch = batch(network, loss.targets(OUTPUTS), targetSteps, masks);
      aim(loss, y, batch);
      problems.add(new Problem(network, theta, state.clone(), loss, batch));
    }
    for (Problem problem : problems) {
      assertThat(NetworkReference.error(problem.engine, problem.mean(y)))
          .as("%s", problem.loss)
          .isLessThan(1e-4);
    }
    for (Block block : network.layout().blocks()) {
      for (int gate = 0; gate < block.gates(); gate++) {
        int i = block.index(gate, block.units() / 2, block.depth() - 1);
        double[] up = moved(reference, values, i, STEP);
        double[] down = moved(reference, values, i, -STEP);
        for (Problem problem : problems) {
          double slope = (problem.mean(up) - problem.mean(down)) / (2 * STEP);
          assertThat(NetworkReference.error(problem.gradient[i], slope))
              .as("%s, %s at %d", problem.loss, block.name(), i)
              .isLessThan(1e-4);
        }
      }
    }
  }

  private static double[] moved(NetworkReference reference, double[] theta, int i, double by) {
    double[] moved = theta.clone();
    moved[i] += by;
    return reference.outputs(moved);
  }

  /** A loss over a batch, and what the engine makes of it. */
  private static final class Problem {
    final Loss loss;
    final double engine; // mean loss
    final float[] gradient;
    private final Batch batch;

    Problem(Network network, float[] theta, float[] state, Loss loss, Batch batch) {
      this.loss = loss;
      this.batch = batch;
      Workspace workspace = network.workspace(STEPS, ROWS, batch.targetSteps);
      workspace.forward(theta, batch, state);
      engine = workspace.loss(loss, batch) / NetworkCase.weights(batch);
      gradient = new float[theta.length];
      workspace.backward(theta, batch, gradient);
    }

    double mean(double[] y) {
      return new DoubleLoss(loss, OUTPUTS).mean(y, batch.target, batch.weight);
    }
  }

  private static Batch batch(Network network, int targets, int targetSteps, boolean masks) {
    Batch batch = new Batch(STEPS, ROWS, INPUTS, targets, targetSteps);
    System.arraycopy(LayersTest.draw(batch.x.length, 1), 0, batch.x, 0, batch.x.length);
    for (int i = 0; i < batch.weight.length; i++) {
      batch.weight[i] = masks && i % 5 == 3 ? 0 : 0.5f + i % 3;
    }
    batch.lengths[1] = masks ? 2 : STEPS;
    batch.reset[ROWS + 2] = masks && !network.readsAhead();
    NetworkCase.leaveOutPadding(batch);
    return batch;
  }

  /** Targets on both sides of the outputs and away from every kink; classes; yes and no. */
  private static void aim(Loss loss, double[] y, Batch batch) {
    double[] offsets = {0.2, -0.9, -0.3, 0.8};
    int perTarget = y.length / batch.target.length;
    for (int i = 0; i < batch.target.length; i++) {
      if (loss instanceof CrossEntropy) {
        batch.target[i] = i % OUTPUTS;
      } else if (loss instanceof BinaryCrossEntropy) {
        batch.target[i] = i % 2;
      } else {
        double side = offsets[i % offsets.length];
        double from = y[i * perTarget];
        for (int q = 1; q < perTarget; q++) { // beyond all levels of the target
          double other = y[i * perTarget + q];
          from = side > 0 ? Math.max(from, other) : Math.min(from, other);
        }
        batch.target[i] = (float) (from + side);
      }
    }
  }
}
