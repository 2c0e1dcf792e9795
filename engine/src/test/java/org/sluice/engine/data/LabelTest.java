package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A horizon of 0: what a step is to tell stands in its own row. */
final class LabelTest {
  private static final Framing LABELS = Examples.framing(3, 0, 1, 1);

  private static Shard lane(Segment segment) {
    return new Shard(
        0,
        List.of(segment),
        List.of(new Shard.Lane(List.of(new Shard.Stretch(0, 0, segment.rows())))));
  }

  private static Batch filled(Batcher batcher, long index, int labelled) {
    Batch batch = batcher.newBatch();
    assertThat(batcher.fill(0, index, batch)).isEqualTo(labelled);
    return batch;
  }

  @Test
  void aWindowsTargetIsTheLabelOfItsLastRow() {
    Batcher batcher = Batchers.inOrder(Examples.shard(Examples.segment(0, 4, 2)), LABELS, 2);
    assertThat(batcher.batches()).isEqualTo(1);
    assertThat(filled(batcher, 0, 2).target).containsExactly(21, 31);
  }

  @Test
  void eachStepOfASequenceHasItsOwnLabelUnlessThatIsMissing() {
    BitSet missing = new BitSet();
    missing.set(3); // of the second row
    Shard shard = Examples.shard(Examples.segment(0, 3, 2, missing));
    Batch batch = filled(Batchers.sequences(shard, LABELS, 1, true, 1), 0, 2);
    assertThat(batch.lengths).containsExactly(3);
    assertThat(batch.x).containsExactly(0, 10, 20);
    assertThat(batch.target).containsExactly(1, 0, 21);
    assertThat(batch.weight).containsExactly(1, 0, 1);
  }

  @Test
  void aSequencesOnlyTargetIsTheLabelOfItsLastRow() {
    Shard shard = Examples.shard(Examples.segment(0, 3, 2), Examples.segment(1, 2, 2));
    Batch batch = filled(Batchers.sequencesInOrder(shard, LABELS, 2, false), 0, 2);
    assertThat(batch.lengths).containsExactly(3, 2);
    assertThat(batch.target).containsExactly(21, 10_011);
  }

  @Test
  void sequencesInOrderStandWhereTheShardHasThem() {
    Shard shard =
        Examples.shard(
            Examples.segment(0, 1, 2), Examples.segment(1, 3, 2), Examples.segment(2, 2, 2));
    Batcher batcher = Batchers.sequencesInOrder(shard, LABELS, 2, true);
    assertThat(batcher.batches()).isEqualTo(2);
    assertThat(Examples.firstValues(batcher, 0)).containsExactly(0f, 10_000f, 20_000f);
    assertThat(Examples.firstValues(batcher, 7)).containsExactly(0f, 10_000f, 20_000f);
  }

  @Test
  void everyStepOfALaneHasItsOwnLabelTheLastOneToo() {
    Batcher batcher = Batchers.lanes(lane(Examples.segment(0, 4, 2)), LABELS, 3);
    assertThat(filled(batcher, 0, 3).target).containsExactly(1, 11, 21);
    assertThat(filled(batcher, 1, 1).target).containsExactly(31, 0, 0);
  }

  @Test
  void aDelayedLabelIsDueSoManyStepsLater() {
    Batcher batcher =
        Batchers.lanes(lane(Examples.segment(0, 5, 2)), LABELS, new LaneSpec(3, 3, 2));
    Batch first = filled(batcher, 0, 1);
    assertThat(first.x).containsExactly(0, 10, 20);
    assertThat(first.target).containsExactly(0, 0, 1);
    assertThat(first.weight).containsExactly(0, 0, 1);
    Batch second = filled(batcher, 1, 2);
    assertThat(second.x).containsExactly(30, 40, 0);
    assertThat(second.target).containsExactly(11, 21, 0);
  }
}
