package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batch;
import org.sluice.engine.loss.AbsoluteError;
import org.sluice.engine.loss.BinaryCrossEntropy;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.Huber;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.QuantileLoss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.optim.Optimizer;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;

/** Every loss at the top of a network whose last step, or every step, has a target. */
class WorkspaceLossTest {
  private static final int STEPS = 4;
  private static final int ROWS = 3;
  private static final int OUTPUTS = 4;

  static Stream<Arguments> losses() {
    return Stream.of(
            new SquaredError(),
            new AbsoluteError(),
            new Huber(0.5),
            new BinaryCrossEntropy(),
            new QuantileLoss(List.of(0.3, 0.7)),
            new CrossEntropy(0),
            new CrossEntropy(0.1))
        .flatMap(loss -> Stream.of(arguments(loss, 1), arguments(loss, STEPS)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everyOptimizerMakesItSmaller(Loss loss, int targetSteps) {
    NetworkSpec spec = new NetworkSpec(2, List.of(new LayerSpec(CellKind.LSTM, 8)), OUTPUTS);
    Network network = Network.of(spec);
    Batch batch = batch(loss, targetSteps);
    for (OptimizerKind kind : OptimizerKind.values()) {
      float[] theta = network.initialise(1);
      double first = train(network, theta, batch, loss, kind, 1);
      double last = train(network, theta, batch, loss, kind, 60);
      assertThat(last).as("%s", kind).isLessThan(0.95 * first);
    }
  }

  /** Returns the loss before the last step. */
  private static double train(
      Network network, float[] theta, Batch batch, Loss loss, OptimizerKind kind, int steps) {
    Workspace workspace = network.workspace(STEPS, ROWS, batch.targetSteps);
    Optimizer optimizer = OptimizerSettings.of(kind).withRate(0.02).optimizer();
    float[] state = new float[optimizer.stateSize(theta.length)];
    float[] gradient = new float[theta.length];
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      workspace.forward(theta, batch, new float[network.stateSize(ROWS)]);
      sum = workspace.loss(loss, batch);
      workspace.backward(theta, batch, gradient);
      optimizer.step(theta, gradient, state);
    }
    return sum;
  }

  private static Batch batch(Loss loss, int targetSteps) {
    Batch batch = new Batch(STEPS, ROWS, 2, loss.targets(OUTPUTS), targetSteps);
    Draws draws = Draws.of(9, Purpose.SAMPLE);
    for (int i = 0; i < batch.x.length; i++) {
      batch.x[i] = draws.uniform(i, 1);
    }
    for (int i = 0; i < batch.target.length; i++) {
      batch.target[i] = i % 2; // a number, a yes or no, a class
      batch.weight[i] = 1 + i % 3;
    }
    return batch;
  }
}
