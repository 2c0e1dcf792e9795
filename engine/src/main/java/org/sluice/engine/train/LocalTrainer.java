package org.sluice.engine.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.Footprint;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Batch;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.Workspace;
import org.sluice.engine.optim.Clipping;
import org.sluice.engine.optim.Descent;
import org.sluice.engine.optim.Optimizer;

/**
 * One replica's work between two averagings: K steps of truncated BPTT and an optimizer. A run is a
 * pure function of (batcher, task); the trainer keeps nothing but buffers, one set for each shape
 * of batch. One thread at a time.
 */
public final class LocalTrainer {
  private static final float[] NONE = {};

  private final Network network;
  private final LocalPlan plan;
  private final float[] gradient;
  private final Descent descent;
  private final Map<Batch.Shape, Buffers> buffers = new HashMap<>();

  public LocalTrainer(Network network, LocalPlan plan) {
    this.network = network;
    this.plan = plan;
    gradient = new float[network.layout().size()];
    descent = new Descent(plan.optimizer(), plan.clip(), network.frozen(), gradient.length);
  }

  /**
   * Trains on up to K batches from the task's first one on, fewer where the epoch ends. A batch
   * without a labelled target counts as a step but moves nothing except the recurrent state. A loss
   * that is not finite ends the run: the last step done is the batch it came from.
   *
   * @return new arrays that the trainer does not use again
   */
  public LocalResult run(Batcher batcher, LocalTask task) {
    Buffers own = buffersFor(batcher);
    own.start(task.state());
    Run run = start(task);
    int steps = Math.min(task.steps(), plan.localSteps());
    long end = Math.min(task.firstBatch() + steps, batcher.batches());
    for (long index = task.firstBatch(); index < end && Double.isFinite(run.loss); index++) {
      step(batcher, task, index, own, run);
    }
    return run.result(
        plan.keepOptimizer() ? run.memory : NONE,
        batcher.carriesState() ? own.state.clone() : NONE);
  }

  /** Loss of {@code theta} over the batches of epoch 0 in order, from the zero state. */
  public Score score(Batcher batcher, float[] theta) {
    Require.that(
        theta.length == gradient.length,
        "theta must have %d floats, got %d",
        gradient.length,
        theta.length);
    Buffers own = buffersFor(batcher);
    own.start(NONE);
    double loss = 0;
    double labelled = 0;
    for (long index = 0; index < batcher.batches(); index++) {
      double weight = forward(batcher, 0, index, own, theta, Optional.empty());
      if (weight > 0) {
        loss += own.workspace.loss(plan.loss(), own.batch);
        labelled += weight;
      }
    }
    return new Score(loss, labelled);
  }

  /**
   * Bytes of all buffers made so far: those of each shape of batch seen, allocated when it was seen
   * first, and a gradient. The parameters and the optimizer's state of a run come on top.
   */
  public long bytes() {
    return Footprint.bytes(this);
  }

  /** {@link #bytes} of a trainer that is ready for {@code batcher}. */
  public long bytes(Batcher batcher) {
    buffersFor(batcher);
    return bytes();
  }

  private void step(Batcher batcher, LocalTask task, long index, Buffers own, Run run) {
    Draws noise = Draws.of(task.noise(), Purpose.NOISE).at(task.epoch()).at(index);
    double weight = forward(batcher, task.epoch(), index, own, run.theta, Optional.of(noise));
    run.steps++;
    if (weight == 0) {
      return;
    }
    run.loss += own.workspace.loss(plan.loss(), own.batch);
    run.labelled += weight;
    own.workspace.backward(run.theta, own.batch, gradient, plan.clip().recurrence());
    double norm;
    if (plan.gradients()) {
      System.arraycopy(gradient, 0, run.handed, 0, gradient.length);
      norm = Clipping.byGlobalNorm(gradient, Double.POSITIVE_INFINITY);
    } else {
      norm = descent.step(run.optimizer, run.theta, gradient, run.memory);
    }
    run.gradientNorm = Math.max(run.gradientNorm, norm);
  }

  /** Fills the batch and runs it; returns its weight. */
  private double forward(
      Batcher batcher, long epoch, long index, Buffers own, float[] theta, Optional<Draws> noise) {
    double weight = batcher.fill(epoch, index, own.batch);
    if (!batcher.carriesState()) {
      if (weight == 0) {
        return weight;
      }
      Arrays.fill(own.state, 0);
    }
    if (noise.isPresent()) {
      own.workspace.forward(theta, own.batch, own.state, noise.get());
    } else {
      own.workspace.forward(theta, own.batch, own.state);
    }
    return weight;
  }

  private Run start(LocalTask task) {
    Optimizer optimizer = descent.optimizer(task.rateFactor());
    int size = optimizer.stateSize(gradient.length);
    float[] memory =
        !plan.keepOptimizer() || task.optimizer().length == 0
            ? new float[size]
            : copyOf("optimizer state", task.optimizer(), size);
    float[] theta = copyOf("theta", task.theta(), gradient.length);
    float[] handed = plan.gradients() ? new float[theta.length] : theta;
    return new Run(theta, handed, optimizer, memory);
  }

  private Buffers buffersFor(Batcher batcher) {
    Require.that(
        !batcher.carriesState() || !network.readsAhead(),
        "training.sampling = stateful carries state from window to window, which a layer with"
            + " model.layers.direction other than forward cannot; use windowed");
    return buffers.computeIfAbsent(batcher.shape(), shape -> new Buffers(network, shape));
  }

  private static float[] copyOf(String what, float[] values, int size) {
    Require.that(
        values.length == size, "%s must have %d floats, got %d", what, size, values.length);
    return values.clone();
  }

  /** What one shape of batch needs. */
  private static final class Buffers {
    final Batch batch;
    final Workspace workspace;
    final float[] state;

    Buffers(Network network, Batch.Shape shape) {
      batch = new Batch(shape);
      workspace = network.workspace(shape.steps(), shape.rows(), shape.targetSteps());
      state = new float[network.stateSize(shape.rows())];
    }

    void start(float[] from) {
      if (from.length == 0) {
        Arrays.fill(state, 0);
        return;
      }
      Require.that(
          from.length == state.length,
          "recurrent state must have %d floats, got %d",
          state.length,
          from.length);
      System.arraycopy(from, 0, state, 0, state.length);
    }
  }

  /** What becomes of a task, step by step. */
  private static final class Run {
    final float[] theta;
    final float[] handed; // what is handed back: theta, or the gradient
    final Optimizer optimizer;
    final float[] memory; // the optimizer's state
    double labelled;
    double loss;
    int steps;
    double gradientNorm;

    Run(float[] theta, float[] handed, Optimizer optimizer, float[] memory) {
      this.theta = theta;
      this.handed = handed;
      this.optimizer = optimizer;
      this.memory = memory;
    }

    LocalResult result(float[] optimizer, float[] state) {
      return new LocalResult(handed, optimizer, state, labelled, loss, steps, gradientNorm);
    }
  }
}
