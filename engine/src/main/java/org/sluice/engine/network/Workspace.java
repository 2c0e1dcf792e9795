package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Footprint;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.data.Batch;
import org.sluice.engine.layer.Dense;
import org.sluice.engine.layer.Layer;
import org.sluice.engine.layer.Pool;
import org.sluice.engine.layer.Window;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.SquaredError;

/**
 * A network's buffers for one shape of batch. One thread at a time; nothing large is allocated
 * behind the first pass forwards and back.
 */
public final class Workspace {
  private static final Loss SQUARED_ERROR = new SquaredError();
  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  private final int rows; // B
  private final List<Layer> layers;
  private final WeightDrop weightDrop;
  private final List<Layer.Pass> passes = new ArrayList<>();
  private final List<float[]> gradients =
      new ArrayList<>(); // of each layer's outputs, [T, B, padded H]
  private final Dense.Pass head;
  private final Pool pool; // of the top layer's outputs; null where every step has a target
  private final float[] dPooled; // gradient of what it makes, [B, padded H]
  private final LiveRows live;
  private final LiveRows targets; // the live rows of the steps with a target, or pooled
  private final Sequence top; // the top layer's outputs
  private float[] packed = {}; // inputs of the live rows, where there is padding
  private Sequence inputs; // of the last batch
  private Window window; // the last one without noise
  private final int outputs; // O
  private final float[] dy; // gradient of the outputs, [targetSteps, B, O]
  private Optional<float[]> thinned = Optional.empty(); // parameters of a forward pass with noise

  Workspace(Network network, int steps, int rows, int targetSteps) {
    this.rows = rows;
    layers = network.layers();
    weightDrop = network.weightDrop();
    for (Layer layer : layers) {
      passes.add(layer.pass(steps, rows));
      gradients.add(new float[steps * rows * Cell.padded(layer.outputs())]);
    }
    head = network.head().pass(targetSteps * rows);
    top = passes.get(passes.size() - 1).outputs();
    pool = targetSteps > 1 ? null : network.spec().pooling().pool(top, rows);
    live = new LiveRows(steps, rows);
    targets = new LiveRows(targetSteps, rows);
    dPooled = new float[pool == null ? 0 : rows * top.stride()];
    dy = new float[head.outputs().length];
    outputs = dy.length / (targetSteps * rows);
  }

  /**
   * Runs the batch, without random masks.
   *
   * @param state the rows' recurrent state, of {@link Network#stateSize} floats: read first, then
   *     overwritten with the state behind {@code batch.advance} steps
   */
  public void forward(float[] theta, Batch batch, float[] state) {
    thinned = Optional.empty();
    forward(theta, window(batch, Optional.empty(), UNBOUNDED), batch, state);
  }

  /** Runs the batch as in training: what the layers leave out at random is drawn from noise. */
  public void forward(float[] theta, Batch batch, float[] state, Draws noise) {
    float[] thin = weightDrop.thin(theta, noise.at(layers.size()));
    thinned = Optional.of(thin);
    forward(thin, window(batch, Optional.of(noise), UNBOUNDED), batch, state);
  }

  private void forward(float[] theta, Window window, Batch batch, float[] state) {
    Sequence x = inputs(batch);
    int stateAt = 0;
    for (int l = 0; l < passes.size(); l++) {
      passes.get(l).forward(theta, x, window.at(l), state, stateAt);
      stateAt += rows * layers.get(l).stateWidth();
      x = passes.get(l).outputs();
    }
    if (pool != null) {
      pool.forward(live, targets);
    }
    head.forward(theta, headInputs(), targets);
  }

  /** The batch's live rows. */
  private Sequence inputs(Batch batch) {
    float[] x = live.isFull() ? batch.x : packed(batch);
    if (inputs == null || inputs.data() != x) { // most batches are the one before, refilled
      inputs = new Sequence(x, 0, batch.inputs);
    }
    return inputs;
  }

  private float[] packed(Batch batch) {
    packed = packed.length == batch.x.length ? packed : new float[batch.x.length];
    for (int row = 0; row < live.count(); row++) {
      int from = live.place(row) * batch.inputs;
      System.arraycopy(batch.x, from, packed, row * batch.inputs, batch.inputs);
    }
    return packed;
  }

  private Sequence headInputs() {
    return pool == null ? targetRows(top.data()) : pool.outputs();
  }

  /** The rows of the steps with a target, the last ones of an array laid out as the outputs. */
  private Sequence targetRows(float[] rows) {
    return new Sequence(rows, (live.count() - targets.count()) * top.stride(), top.stride());
  }

  /** Bytes of all buffers: proportional to steps times rows, beside what packs the weights. */
  public long bytes() {
    return Footprint.bytes(this);
  }

  private Window window(Batch batch, Optional<Draws> noise, double bound) {
    live.set(batch.lengths, 0);
    targets.set(batch.lengths, pool == null ? batch.steps - batch.targetSteps : 0);
    if (noise.isPresent()) {
      return new Window(live, batch.reset, batch.advance, noise, bound);
    }
    if (window == null || !window.isOf(batch.reset, batch.advance, bound)) {
      window = new Window(live, batch.reset, batch.advance, noise, bound);
    }
    return window;
  }

  /**
   * Outputs of the last forward pass, [targetSteps, B, O], zero in padding: the array itself,
   * overwritten by the next pass.
   */
  public float[] outputs() {
    return head.outputs();
  }

  /** {@link #loss(Loss, Batch)} by squared error. */
  public double loss(Batch batch) {
    return loss(SQUARED_ERROR, batch);
  }

  /**
   * Sum of weight times loss of the last forward pass. Keeps the outputs' gradient of the batch's
   * mean loss, which is that sum over the sum of weights, for {@link #backward}.
   *
   * @param batch the one of the last forward pass, with {@link Loss#targets} targets in a row,
   *     which may be fewer than outputs
   */
  public double loss(Loss loss, Batch batch) {
    if (!targets.isFull()) {
      requireNoTargetsInPadding(batch);
    }
    return loss.forward(outputs, head.outputs(), batch.target, batch.weight, dy);
  }

  private void requireNoTargetsInPadding(Batch batch) {
    int perRow = batch.weight.length / (batch.targetSteps * rows);
    for (int i = 0; i < batch.weight.length; i++) {
      int k = i / perRow / rows;
      int b = i / perRow % rows;
      if (batch.weight[i] != 0 && targets.index(k, b) < 0) {
        throw new SluiceException(
            "a target in padding must have weight 0, got %s at target step %d of row %d, which has"
                    .formatted(batch.weight[i], k, b)
                + " %d steps".formatted(batch.lengths[b]));
      }
    }
  }

  /** Overwrites {@code gradient}, laid out like theta, with that of the batch's mean loss. */
  public void backward(float[] theta, Batch batch, float[] gradient) {
    backward(theta, batch, gradient, UNBOUNDED);
  }

  /**
   * The same with a bound inside the recurrence.
   *
   * @param bound on each element of the gradient of cells' pre-activations, at every time step
   *     before it goes on to earlier ones; infinity for none
   */
  public void backward(float[] theta, Batch batch, float[] gradient, double bound) {
    float[] used = thinned.orElse(theta);
    Window window = window(batch, Optional.empty(), bound);
    if (targets.count() == 0) {
      Arrays.fill(gradient, 0);
      return;
    }
    headBackward(used, gradient);
    for (int l = passes.size() - 1; l >= 0; l--) {
      float[] dx = l == 0 ? null : gradients.get(l - 1);
      passes.get(l).backward(used, window, gradients.get(l), gradient, dx);
    }
    if (thinned.isPresent()) {
      weightDrop.gradient(gradient);
    }
  }

  /** To the gradient of the top layer's outputs. */
  private void headBackward(float[] theta, float[] gradient) {
    float[] d = gradients.get(passes.size() - 1);
    if (pool == null) {
      Sequence dTargets = targetRows(d);
      Arrays.fill(d, 0, dTargets.start(), 0);
      head.backward(theta, headInputs(), targets, dy, gradient, dTargets);
    } else {
      Sequence dRows = new Sequence(dPooled, 0, top.stride());
      head.backward(theta, headInputs(), targets, dy, gradient, dRows);
      pool.backward(live, targets, dPooled, d);
    }
  }
}
