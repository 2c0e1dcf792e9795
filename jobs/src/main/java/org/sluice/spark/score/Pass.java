package org.sluice.spark.score;

import java.util.Arrays;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Workspace;

/** Runs a network forward over batches of one shape. One thread. */
final class Pass {
  private final float[] theta;
  private final int width;
  private final Batch batch;
  private final Workspace workspace;
  private final float[] state;

  Pass(NetworkSpec spec, float[] theta, Batch.Shape shape) {
    Network network = Network.of(spec);
    this.theta = theta;
    width = spec.outputs();
    batch = new Batch(shape);
    workspace = network.workspace(shape.steps(), shape.rows(), shape.targetSteps());
    state = new float[network.stateSize(shape.rows())];
  }

  /** Windows that a batch of {@code steps} holds: fewer where they are long, to bound memory. */
  static int rows(int steps) {
    return Math.max(1, Math.min(64, 32_768 / steps));
  }

  /**
   * Fills the batch with batch {@code index} and runs it, from the zero state or, where the batcher
   * says so, from that behind the batch before.
   */
  void run(Batcher batcher, long index) {
    batcher.fill(0, index, batch);
    if (index == 0 || !batcher.carriesState()) {
      Arrays.fill(state, 0);
    }
    workspace.forward(theta, batch, state);
  }

  /** The last batch: overwritten by the next. */
  Batch batch() {
    return batch;
  }

  /** O of the network, which may be more than the batch has targets. */
  int width() {
    return width;
  }

  /** Outputs of the last batch, [targetSteps, B, O]: overwritten by the next. */
  float[] outputs() {
    return workspace.outputs();
  }
}
