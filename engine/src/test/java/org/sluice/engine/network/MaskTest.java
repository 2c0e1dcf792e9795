package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.data.Batch;

/** Padding, company in a batch, and the cutting into windows leave no trace, not in one bit. */
class MaskTest {
  private static final int STEPS = 6;
  private static final int PADDED = 9;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPaddedBatchIsTheUnpaddedOne(boolean everyStep) {
    NetworkCase given =
        NetworkCase.plain(3, List.of(17, 17), 2, STEPS, 5, everyStep ? STEPS : 1)
            .with(false, true, true, true);
    Batch plain = given.batch();
    Batch padded = padded(plain, everyStep ? PADDED : 1);
    Pass expected = new Pass(given, plain);
    Pass found = new Pass(given, padded);
    assertThat(found.outputs()).startsWith(expected.outputs());
    assertThat(found.state).isEqualTo(expected.state);
    assertThat(found.loss).isEqualTo(expected.loss);
    for (int i = 0; i < expected.gradient.length; i++) {
      assertThat((double) found.gradient[i]).isCloseTo(expected.gradient[i], within(1e-6));
    }
  }

  @Test
  void aRowOfABatchIsTheRowAlone() {
    NetworkCase given =
        NetworkCase.plain(3, List.of(33, 16), 2, STEPS, 7, STEPS).with(true, true, true, true);
    Pass together = new Pass(given, given.batch());
    for (int r = 0; r < given.rows(); r++) {
      Batch alone = row(given.batch(), r);
      float[] state = row(given.state(), given, r);
      Workspace workspace = given.network().workspace(STEPS, 1, STEPS);
      workspace.forward(given.theta(), alone, state);
      assertThat(state).isEqualTo(row(together.state, given, r));
      for (int t = 0; t < STEPS; t++) {
        int at = (t * given.rows() + r) * given.outputs();
        assertThat(Arrays.copyOfRange(workspace.outputs(), t * 2, t * 2 + 2))
            .isEqualTo(Arrays.copyOfRange(together.outputs(), at, at + 2));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void windowsThatCarryTheirStateAreOneLongWindow(int window) {
    NetworkCase given =
        NetworkCase.plain(3, List.of(17, 3), 2, 12, 5, 12).with(false, true, false, true);
    Batch whole = given.batch();
    Pass expected = new Pass(given, whole);
    float[] state = given.state();
    Workspace workspace = given.network().workspace(window, 5, window);
    for (int from = 0; from < 12; from += window) {
      workspace.forward(given.theta(), steps(whole, from, window), state);
      assertThat(workspace.outputs())
          .isEqualTo(Arrays.copyOfRange(expected.outputs(), from * 10, (from + window) * 10));
    }
    assertThat(state).isEqualTo(expected.state);
  }

  @Test
  void aWorkspaceUsedBeforeComputesTheSame() {
    NetworkCase given =
        NetworkCase.plain(3, List.of(17, 3), 2, 5, 4, 1).with(true, true, true, true);
    Workspace workspace = given.network().workspace(5, 4, 1);
    Pass fresh = new Pass(given, given.batch());
    Batch other = given.batch();
    Arrays.fill(other.x, 5);
    Arrays.fill(other.lengths, 5);
    new Pass(given, other, workspace);
    Pass again = new Pass(given, given.batch(), workspace);
    assertThat(again.outputs()).isEqualTo(fresh.outputs());
    assertThat(again.gradient).isEqualTo(fresh.gradient);
  }

  /** One forward and backward pass over a case's network. */
  private static final class Pass {
    private final float[] outputs;
    private final float[] state;
    private final double loss;
    private final float[] gradient;

    Pass(NetworkCase given, Batch batch) {
      this(given, batch, given.network().workspace(batch.steps, batch.rows, batch.targetSteps));
    }

    Pass(NetworkCase given, Batch batch, Workspace workspace) {
      state = given.state();
      workspace.forward(given.theta(), batch, state);
      outputs = workspace.outputs().clone();
      loss = workspace.loss(batch);
      gradient = new float[given.network().layout().size()];
      workspace.backward(given.theta(), batch, gradient);
    }

    float[] outputs() {
      return outputs;
    }
  }

  /** The same rows with rubbish behind their ends, which the lengths tell from data. */
  private static Batch padded(Batch plain, int targetSteps) {
    Batch padded = new Batch(PADDED, plain.rows, plain.inputs, plain.outputs, targetSteps);
    Arrays.fill(padded.x, 1000);
    System.arraycopy(plain.x, 0, padded.x, 0, plain.x.length);
    System.arraycopy(plain.target, 0, padded.target, 0, plain.target.length);
    System.arraycopy(plain.weight, 0, padded.weight, 0, plain.weight.length);
    System.arraycopy(plain.reset, 0, padded.reset, 0, plain.reset.length);
    Arrays.fill(padded.lengths, plain.steps);
    return padded;
  }

  private static Batch row(Batch batch, int r) {
    Batch out = new Batch(batch.steps, 1, batch.inputs, batch.outputs, batch.targetSteps);
    out.lengths[0] = batch.lengths[r];
    for (int t = 0; t < batch.steps; t++) {
      int from = t * batch.rows + r;
      System.arraycopy(batch.x, from * batch.inputs, out.x, t * batch.inputs, batch.inputs);
      out.reset[t] = batch.reset[from];
    }
    return out;
  }

  /** A row's part of a state. */
  private static float[] row(float[] state, NetworkCase given, int r) {
    float[] out = new float[state.length / given.rows()];
    int at = 0;
    int to = 0;
    for (int width : given.hidden()) {
      for (int array = 0; array < 2; array++) {
        System.arraycopy(state, at + r * width, out, to, width);
        at += given.rows() * width;
        to += width;
      }
    }
    return out;
  }

  private static Batch steps(Batch whole, int from, int count) {
    Batch out = new Batch(count, whole.rows, whole.inputs, whole.outputs, count);
    int step = whole.rows * whole.inputs;
    System.arraycopy(whole.x, from * step, out.x, 0, out.x.length);
    System.arraycopy(whole.reset, from * whole.rows, out.reset, 0, out.reset.length);
    return out;
  }
}
