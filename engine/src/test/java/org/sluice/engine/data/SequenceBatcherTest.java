package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

final class SequenceBatcherTest {
  private static final Framing FRAMING = Examples.framing(40, 2, 1, 0);

  @Test
  void everyStepOfARowHasTheTargetsBehindItAsFarAsTheyAreThere() {
    Shard shard = Examples.shard(Examples.segment(0, 4, 1));
    Batcher batcher = Batchers.sequences(shard, FRAMING, 2, true, 1);
    Batch batch = batcher.newBatch();
    assertThat(batcher.shape()).isEqualTo(new Batch.Shape(3, 2, 1, 2, 3));
    assertThat(batcher.fill(0, 0, batch)).isEqualTo(5);
    assertThat(batch.lengths).containsExactly(3, 0);
    assertThat(batch.x).containsExactly(0, 0, 10, 0, 20, 0);
    assertThat(batch.target).containsExactly(10, 20, 0, 0, 20, 30, 0, 0, 30, 0, 0, 0);
    assertThat(batch.weight).containsExactly(1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0);
  }

  @Test
  void theOnlyTargetIsThatOfTheLastStepWhichHasAllOfIt() {
    Shard shard = Examples.shard(Examples.segment(0, 4, 1), Examples.segment(1, 5, 1));
    Batcher batcher = Batchers.sequences(shard, FRAMING, 2, false, 1);
    Batch batch = batcher.newBatch();
    assertThat(batcher.fill(0, 0, batch)).isEqualTo(4);
    assertThat(batch.lengths).containsExactly(2, 3); // sorted
    assertThat(batch.x).containsExactly(0, 10_000, 10, 10_010, 0, 10_020);
    assertThat(batch.target).containsExactly(20, 30, 10_030, 10_040);
  }

  @Test
  void anEpochShowsEverySequenceOnceInAnOrderOfItsOwn() {
    Shard shard = unequal(500);
    List<Float> first = Examples.firstValues(Batchers.sequences(shard, FRAMING, 6, true, 42), 0);
    List<Float> second = Examples.firstValues(Batchers.sequences(shard, FRAMING, 6, true, 42), 1);
    List<Float> all = IntStream.range(0, 500).mapToObj(s -> s * 10_000f).toList();
    assertThat(first).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
    assertThat(second).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(first);
    assertThat(Examples.firstValues(Batchers.sequences(shard, FRAMING, 6, true, 42), 1))
        .isEqualTo(second);
    assertThat(Examples.firstValues(Batchers.sequences(shard, FRAMING, 6, true, 43), 1))
        .isNotEqualTo(second);
  }

  @Test
  void rowsOfABatchEndAboutTogether() {
    Batcher batcher = Batchers.sequences(unequal(500), FRAMING, 6, true, 42);
    Batch batch = batcher.newBatch();
    int padding = 0;
    int steps = 0;
    List<Integer> longest = new ArrayList<>();
    for (long index = 0; index < batcher.batches(); index++) {
      batcher.fill(0, index, batch);
      int most = Arrays.stream(batch.lengths).max().orElseThrow();
      longest.add(most);
      for (int length : batch.lengths) {
        padding += most - length;
        steps += length;
      }
    }
    assertThat(padding).isLessThan(steps / 10); // in a random order more than half of them
    assertThat(longest.subList(0, 32))
        .isNotEqualTo(longest.subList(0, 32).stream().sorted().toList());
  }

  @Test
  void aSequenceThatIsTooLongIsRefusedAndOneWithoutAStepLeftOut() {
    Shard shard = Examples.shard(Examples.segment(0, 1, 1), Examples.segment(1, 42, 1));
    assertThatThrownBy(() -> Batchers.sequences(shard, FRAMING, 1, true, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "a sequence must have at most training.window (40) steps, got 41; cut it, or raise the"
                + " window");
    assertThat(Batchers.sequences(shard, FRAMING, 1, false, 1).batches()).isEqualTo(1);
  }

  /** Sequences of 2 to 31 rows. */
  private static Shard unequal(int count) {
    return Examples.shard(
        IntStream.range(0, count)
            .mapToObj(s -> Examples.segment(s, 2 + s * 7 % 30, 1))
            .toArray(Segment[]::new));
  }
}
