package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batch;
import org.sluice.engine.params.Block;

/**
 * A network and the kind of batch it is tried on; {@link #batch}, {@link #theta} and {@link #state}
 * fill them with numbers that are always the same.
 *
 * @param hidden width of each layer
 * @param lengths whether rows end early, some at once
 * @param resets whether series begin within the window
 * @param gaps whether some targets have weight 0
 * @param carried whether the state before the window is other than zero
 */
record NetworkCase(
    int inputs,
    List<Integer> hidden,
    int outputs,
    int steps,
    int rows,
    int targetSteps,
    boolean lengths,
    boolean resets,
    boolean gaps,
    boolean carried) {

  /** Without masks, resets, gaps or carried state. */
  static NetworkCase plain(
      int inputs, List<Integer> hidden, int outputs, int steps, int rows, int targetSteps) {
    return new NetworkCase(
        inputs, hidden, outputs, steps, rows, targetSteps, false, false, false, false);
  }

  NetworkCase with(boolean lengths, boolean resets, boolean gaps, boolean carried) {
    return new NetworkCase(
        inputs, hidden, outputs, steps, rows, targetSteps, lengths, resets, gaps, carried);
  }

  /** Every width that is awkward for panels of 16, in one layer and in two, each kind of batch. */
  static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (int width : new int[] {1, 3, 15, 16, 17, 33}) {
      for (List<Integer> hidden : List.of(List.of(width), List.of(width, width))) {
        cases.add(plain(3, hidden, 2, 1, 1, 1));
        cases.add(plain(3, hidden, 2, 5, 1, 5).with(false, true, false, true));
        cases.add(plain(3, hidden, 2, 1, 4, 1).with(false, true, true, true));
        for (int targetSteps : new int[] {1, 5}) {
          NetworkCase base = plain(3, hidden, 2, 5, 3, targetSteps);
          cases.add(base);
          cases.add(base.with(true, false, false, false));
          cases.add(base.with(false, true, false, false));
          cases.add(base.with(false, false, true, false));
          cases.add(base.with(false, false, false, true));
          cases.add(base.with(true, true, true, true));
        }
      }
    }
    // a stack that changes its width, inputs that are multiplied all at once, outputs of two panels
    cases.add(plain(2, List.of(66, 3, 3), 1, 4, 5, 4).with(true, true, true, true));
    cases.add(plain(67, List.of(5), 70, 3, 6, 3).with(true, true, true, true));
    cases.add(plain(1, List.of(65), 65, 2, 2, 1).with(false, false, false, true));
    return cases;
  }

  Network network() {
    return Network.of(
        new NetworkSpec(
            inputs, hidden.stream().map(h -> new LayerSpec(CellKind.LSTM, h)).toList(), outputs));
  }

  /** Every parameter drawn, biases too; padding zero. */
  float[] theta() {
    Network network = network();
    float[] theta = new float[network.layout().size()];
    Draws draws = Draws.of(1, Purpose.WEIGHTS);
    for (Block block : network.layout().blocks()) {
      draws = draws.at(1);
      float bound = (float) Math.min(0.8, 1.5 / Math.sqrt(block.depth()));
      block.write(uniform(draws, block.elements(), bound), theta);
    }
    return theta;
  }

  float[] state() {
    int size = network().stateSize(rows);
    return carried ? uniform(Draws.of(2, Purpose.SAMPLE), size, 0.9f) : new float[size];
  }

  Batch batch() {
    Batch batch = new Batch(steps, rows, inputs, outputs, targetSteps);
    Draws draws = Draws.of(3, Purpose.SAMPLE);
    System.arraycopy(uniform(draws.at(0), batch.x.length, 2), 0, batch.x, 0, batch.x.length);
    int targets = batch.target.length;
    System.arraycopy(uniform(draws.at(1), targets, 2), 0, batch.target, 0, targets);
    for (int i = 0; i < targets; i++) {
      boolean gap = gaps && draws.at(2).uniform(i) < 0.4f;
      batch.weight[i] = gap ? 0 : 0.5f + draws.at(3).uniform(i);
    }
    for (int r = 0; lengths && r < rows; r++) {
      batch.lengths[r] = Math.min(steps, 2 * r);
    }
    for (int i = 0; resets && i < batch.reset.length; i++) {
      boolean live = i / rows < batch.lengths[i % rows];
      batch.reset[i] = live && draws.at(4).uniform(i) < 0.3f;
    }
    leaveOutPadding(batch);
    return batch;
  }

  /** Whether target step {@code k} of a row is real. */
  static boolean isLive(Batch batch, int k, int row) {
    int length = batch.lengths[row];
    return batch.targetSteps == 1 ? length > 0 : batch.steps - batch.targetSteps + k < length;
  }

  /** Sum of the weights. */
  static double weights(Batch batch) {
    double sum = 0;
    for (float weight : batch.weight) {
      sum += weight;
    }
    return sum;
  }

  /** Makes the weights of targets in padding zero. */
  static void leaveOutPadding(Batch batch) {
    int perRow = batch.weight.length / (batch.targetSteps * batch.rows);
    for (int i = 0; i < batch.weight.length; i++) {
      int at = i / perRow;
      batch.weight[i] = isLive(batch, at / batch.rows, at % batch.rows) ? batch.weight[i] : 0;
    }
  }

  private static float[] uniform(Draws draws, int count, float bound) {
    float[] out = new float[count];
    IntStream.range(0, count).forEach(i -> out[i] = draws.uniform(i, bound));
    return out;
  }
}
