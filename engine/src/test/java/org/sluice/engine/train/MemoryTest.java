package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batchers;
import org.sluice.engine.infer.Stepper;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Reset;
import org.sluice.engine.network.Workspace;
import org.sluice.engine.optim.Clipping;
import org.sluice.engine.optim.Sgd;

/** Memory is that of a window, taken once and reported. */
class MemoryTest {
  private static final int ROWS = 16;
  private static final int INPUTS = 8;

  static Stream<LayerSpec> layers() {
    LayerSpec lstm = new LayerSpec(CellKind.LSTM, 40);
    LayerSpec gru = new LayerSpec(CellKind.GRU, 40);
    return Stream.of(
        lstm,
        lstm.with(Direction.BOTH),
        lstm.withProjection(20, 8).withPeepholes(),
        gru,
        gru.with(Reset.BEFORE),
        new LayerSpec(CellKind.LAYER_NORM_LSTM, 40));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theBytesReportedAreThoseThatTheJvmAllocates(LayerSpec layer) {
    Network network = network(layer);
    network.workspace(2, 1, 2); // what the first one loads is not counted
    long before = allocated();
    Workspace workspace = network.workspace(50, ROWS, 50);
    long taken = allocated() - before;
    assertThat(workspace.bytes()).isCloseTo(taken, withinPercentage(2));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void memoryGrowsWithTheWindowAndNothingElse(LayerSpec layer) {
    Network network = network(layer);
    long once = network.workspace(10, ROWS, 10).bytes();
    long twice = network.workspace(20, ROWS, 20).bytes();
    long thrice = network.workspace(30, ROWS, 30).bytes();
    assertThat(thrice - twice).isEqualTo(twice - once).isPositive();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aTrainingStepAllocatesNextToNothing(LayerSpec layer) {
    Network network = network(layer);
    Batch batch = new Batch(3, ROWS, INPUTS, 2, 3);
    Arrays.fill(batch.weight, 1);
    float[] theta = network.initialise(1);
    float[] gradient = new float[theta.length];
    float[] velocity = new float[theta.length];
    float[] state = new float[network.stateSize(ROWS)];
    Sgd sgd = new Sgd(0.01, 0.9);
    Workspace workspace = network.workspace(3, ROWS, 3);
    long bytes = Long.MAX_VALUE;
    for (int tries = 0; tries < 100 && bytes > 1024; tries++) { // until the step is compiled
      long before = allocated();
      for (int i = 0; i < 200; i++) {
        workspace.forward(theta, batch, state);
        workspace.loss(batch);
        workspace.backward(theta, batch, gradient);
        Clipping.byGlobalNorm(gradient, 1);
        sgd.step(theta, gradient, velocity);
      }
      bytes = (allocated() - before) / 200;
    }
    assertThat(bytes).as("bytes a step").isLessThanOrEqualTo(1024);
  }

  static Stream<LayerSpec> steppable() {
    return Stream.concat(
        layers().filter(layer -> layer.direction() == Direction.FORWARD),
        Arrays.stream(CellKind.values()).map(cell -> new LayerSpec(cell, 40)));
  }

  @ParameterizedTest
  @MethodSource("steppable")
  void aStepOfInferenceAllocatesNothing(LayerSpec layer) {
    Network network = network(layer);
    Stepper stepper = new Stepper(network, network.initialise(1));
    Stepper.State state = stepper.newState(1);
    float[] x = new float[INPUTS];
    float[] y = new float[2];
    long bytes = Long.MAX_VALUE;
    for (int tries = 0; tries < 10 && bytes > 0; tries++) { // until all that it needs is loaded
      long before = allocated();
      for (int i = 0; i < 1000; i++) {
        stepper.step(state, x, y);
      }
      bytes = (allocated() - before) / 1000;
    }
    assertThat(bytes).as("bytes a step").isZero();
  }

  @Test
  void aTrainerTakesItsBuffersOnce() {
    Network network =
        Network.of(new NetworkSpec(Waves.COLUMNS, List.of(new LayerSpec(CellKind.LSTM, 20)), 2));
    LocalTrainer trainer = new LocalTrainer(network, Plans.sgd(2, 0.1, 0.9, 1, true));
    long bare = trainer.bytes();
    assertThat(bare).isGreaterThanOrEqualTo(4L * network.layout().size());
    var lanes = Batchers.lanes(Waves.lanes(3, 60, 2), Waves.framing(1, 2), 6);
    float[] theta = network.initialise(1);
    trainer.run(lanes, new LocalTask(theta, new float[0], new float[0], 0, 0));
    long used = trainer.bytes();
    assertThat(used - bare).isGreaterThan(network.workspace(6, 3, 6).bytes());
    trainer.run(lanes, new LocalTask(theta, new float[0], new float[0], 0, 2));
    assertThat(trainer.bytes()).isEqualTo(used);
  }

  private static Network network(LayerSpec layer) {
    return Network.of(new NetworkSpec(INPUTS, Collections.nCopies(2, layer), 2));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
