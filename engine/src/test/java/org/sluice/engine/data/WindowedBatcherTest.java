package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class WindowedBatcherTest {
  @Test
  void inputsAreTimeMajorAndTargetsFollowTheLastStep() {
    Shard shard = Examples.shard(Examples.segment(0, 6, 2));
    Batcher batcher = Batchers.inOrder(shard, Examples.framing(3, 2, 2, 1), 2);
    Batch batch = batcher.newBatch();
    double labelled = batcher.fill(0, 0, batch);
    assertThat(batch.x).containsExactly(0, 1, 10, 11, 10, 11, 20, 21, 20, 21, 30, 31);
    assertThat(batch.target).containsExactly(31, 41, 41, 51);
    assertThat(batch.weight).containsOnly(1);
    assertThat(labelled).isEqualTo(4);
  }

  @Test
  void targetsNeedNotBeFeatures() {
    Shard shard = Examples.shard(Examples.segment(0, 3, 4));
    Batcher batcher = Batchers.inOrder(shard, Examples.framing(1, 2, 1, 3, 0), 1);
    Batch batch = batcher.newBatch();
    batcher.fill(0, 0, batch);
    assertThat(batch.x).containsExactly(0);
    assertThat(batch.target).containsExactly(13, 10, 23, 20);
  }

  @Test
  void unobservedTargetsWeighNothing() {
    BitSet missing = new BitSet();
    missing.set(2 * 2); // row 2, column 0
    missing.set(0); // an input, which no weight shows
    Shard shard = Examples.shard(Examples.segment(0, 4, 2, missing));
    Batcher batcher = Batchers.inOrder(shard, Examples.framing(2, 2, 2, 0, 1), 1);
    Batch batch = batcher.newBatch();
    assertThat(batcher.fill(0, 0, batch)).isEqualTo(3);
    assertThat(batch.weight).containsExactly(0, 1, 1, 1);
    assertThat(batch.target).containsExactly(0, 21, 30, 31);
  }

  @Test
  void centeredWindowsAreMeasuredFromTheirLastRow() {
    Shard shard = Examples.shard(Examples.segment(3, 5, 2));
    Batcher batcher = Batchers.inOrder(shard, Examples.centered(3, 2, 2, 1), 1);
    Batch batch = batcher.newBatch();
    batcher.fill(0, 0, batch);
    assertThat(batch.x).containsExactly(-20, -20, -10, -10, 0, 0);
    assertThat(batch.target).containsExactly(10, 20);
  }

  @Test
  void missingInputsLieBetweenTheObservedOnesOfTheirWindow() {
    BitSet missing = new BitSet();
    IntStream.of(0, 2, 3, 6, 7, 8, 10).map(row -> row * 2 + 1).forEach(missing::set);
    float[] values = {9, 1, 9, 4, 9, 4, 9, 4, 9, 7, 9, 3, 9, 3, 9, 3, 9, 3, 9, 8, 9, 8, 9, 9};
    Segment segment = new Segment(0, 0, 2, values, missing);

    assertThat(lines(segment, 2, 11)).containsExactly(1, 4, 5, 6, 7, 3, 3, 3, 3, 8, 8);
    assertThat(lines(segment, 3, 11)).containsExactly(1, 4, 5, 6, 7, 3, 4.25f, 5.5f, 6.75f, 8, 8);
    assertThat(lines(segment, 3, 4)).containsExactly(1, 4, 4, 4); // what comes behind is not seen
  }

  /** The second column as the first window of {@code steps} steps shows it. */
  private static float[] lines(Segment segment, int longest, int steps) {
    WindowSpec window = new WindowSpec(steps, 1, 1);
    Framing framing = new Framing(window, 2, new int[] {0}, false, new int[] {1}, longest, 0);
    Batcher batcher = Batchers.inOrder(Examples.shard(segment), framing, 1);
    Batch batch = batcher.newBatch();
    batcher.fill(0, 0, batch);
    float[] inputs = new float[steps];
    for (int t = 0; t < steps; t++) {
      assertThat(batch.x[2 * t]).isEqualTo(9);
      inputs[t] = batch.x[2 * t + 1];
    }
    return inputs;
  }

  @Test
  void linesAreRefusedWhereEveryStepIsForecast() {
    Framing framing =
        new Framing(new WindowSpec(2, 1, 1), 1, new int[] {0}, false, new int[] {0}, 3, 0);
    assertThatThrownBy(() -> Batchers.lanes(Examples.shard(Examples.segment(0, 5, 1)), framing, 2))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "data.missing must not be linear where training.sampling is stateful");
  }

  @Test
  void theLastBatchIsPaddedWithRowsOfNoWeight() {
    Shard shard = Examples.shard(Examples.segment(0, 6, 1)); // 5 windows
    Batcher batcher = Batchers.inOrder(shard, Examples.framing(1, 1, 1, 0), 3);
    Batch batch = batcher.newBatch();
    assertThat(batcher.batches()).isEqualTo(2);
    assertThat(batcher.fill(0, 0, batch)).isEqualTo(3);
    assertThat(batcher.fill(0, 1, batch)).isEqualTo(2);
    assertThat(batch.x).containsExactly(30, 40, 0);
    assertThat(batch.weight).containsExactly(1, 1, 0);
    assertThat(batch.lengths).containsExactly(1, 1, 0);
  }

  @Test
  void anEpochShowsEveryWindowOnceInAnOrderOfItsOwn() {
    Shard shard =
        Examples.shard(
            Examples.segment(0, 400, 1), Examples.segment(1, 3, 1), Examples.segment(2, 300, 1));
    Framing framing = Examples.framing(4, 2, 1, 0);
    List<Float> inOrder = Examples.firstValues(Batchers.inOrder(shard, framing, 7), 0);
    List<Float> first = Examples.firstValues(Batchers.windowed(shard, framing, 7, 42), 0);
    List<Float> second = Examples.firstValues(Batchers.windowed(shard, framing, 7, 42), 1);
    assertThat(inOrder).hasSize(395 + 295).isSorted();
    assertThat(first).containsExactlyInAnyOrderElementsOf(inOrder).isNotEqualTo(inOrder);
    assertThat(second).containsExactlyInAnyOrderElementsOf(inOrder).isNotEqualTo(first);
  }

  @Test
  void theOrderIsAFunctionOfSeedEpochAndShardAlone() {
    Segment segment = Examples.segment(0, 200, 1);
    Framing framing = Examples.framing(4, 2, 1, 0);
    Shard one = new Shard(1, List.of(segment), List.of());
    Shard two = new Shard(2, List.of(segment), List.of());
    List<Float> order = Examples.firstValues(Batchers.windowed(one, framing, 8, 5), 3);
    assertThat(Examples.firstValues(Batchers.windowed(one, framing, 64, 5), 3)).isEqualTo(order);
    assertThat(Examples.firstValues(Batchers.windowed(two, framing, 8, 5), 3)).isNotEqualTo(order);
    assertThat(Examples.firstValues(Batchers.windowed(one, framing, 8, 6), 3)).isNotEqualTo(order);
  }

  @Test
  void aShardWithoutAWindowHasNoBatches() {
    Framing framing = Examples.framing(4, 2, 1, 0);
    assertThat(Batchers.inOrder(Examples.shard(), framing, 8).batches()).isZero();
    Shard tooShort = Examples.shard(Examples.segment(0, 5, 1));
    Batcher batcher = Batchers.windowed(tooShort, framing, 8, 1);
    assertThat(batcher.batches()).isZero();
    assertThat(batcher.shape()).isEqualTo(new Batch.Shape(4, 8, 1, 2, 1));
    assertThatThrownBy(() -> batcher.fill(0, 0, batcher.newBatch()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aTargetColumnThatIsNotThereIsRefused() {
    Shard shard = Examples.shard(Examples.segment(0, 9, 2));
    assertThatThrownBy(() -> Batchers.inOrder(shard, Examples.framing(4, 1, 1, 2), 1))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("columns of a segment must be at least 3, got 2");
  }
}
