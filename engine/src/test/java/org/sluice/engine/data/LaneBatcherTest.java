package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Shard.Lane;
import org.sluice.engine.data.Shard.Stretch;

class LaneBatcherTest {
  /** Two series, the first in two segments; lane 1 is one step shorter than lane 0. */
  private final Shard shard =
      new Shard(
          0,
          List.of(Examples.segment(0, 4, 1), Examples.segment(0, 3, 1), Examples.segment(1, 4, 1)),
          List.of(
              new Lane(List.of(new Stretch(0, 0, 3), new Stretch(1, 0, 2))),
              new Lane(List.of(new Stretch(1, 1, 1), new Stretch(2, 0, 3)))));

  private final Batcher batcher = Batchers.lanes(shard, Examples.framing(1, 1, 1, 0), 2);
  private final Batch batch = batcher.newBatch();

  @Test
  void windowsOfALaneFollowOneAnother() {
    assertThat(batcher.batches()).isEqualTo(3);
    assertThat(batcher.carriesState()).isTrue();
    assertThat(batcher.fill(0, 0, batch)).isEqualTo(4);
    assertThat(batch.x).containsExactly(0, 10, 10, 10_000);
    assertThat(batch.target).containsExactly(10, 20, 20, 10_010);
    assertThat(batcher.fill(0, 1, batch)).isEqualTo(4);
    assertThat(batch.x).containsExactly(20, 10_010, 0, 10_020);
  }

  @Test
  void stateIsResetWhereANewSeriesBeginsAndNowhereElse() {
    batcher.fill(0, 0, batch);
    assertThat(batch.reset).containsExactly(false, false, false, true);
    batcher.fill(0, 1, batch);
    assertThat(batch.reset).containsOnly(false);
  }

  @Test
  void whatLiesBehindALanesEndHasNoLengthAndNoWeight() {
    assertThat(batcher.fill(0, 2, batch)).isEqualTo(1);
    assertThat(batch.lengths).containsExactly(1, 0);
    assertThat(batch.weight).containsExactly(1, 0, 0, 0);
    assertThat(batch.x).containsExactly(10, 0, 0, 0);
  }

  @Test
  void everyEpochIsTheSame() {
    Batch other = batcher.newBatch();
    batcher.fill(0, 1, batch);
    batcher.fill(5, 1, other);
    assertThat(other.x).isEqualTo(batch.x);
    assertThat(other.target).isEqualTo(batch.target);
  }

  @Test
  void laneWithoutStretchesIsEmptyFromTheStart() {
    Shard idle = new Shard(0, shard.segments(), List.of(shard.lanes().get(0), new Lane(List.of())));
    Batcher half = Batchers.lanes(idle, Examples.framing(1, 1, 1, 0), 2);
    assertThat(half.fill(0, 0, batch)).isEqualTo(2);
    assertThat(batch.lengths).containsExactly(2, 0);
  }

  @Test
  void overlappingWindowsShowStepsAgainAndLabelTheNewestOnes() {
    Batcher overlapping =
        Batchers.lanes(shard, Examples.framing(1, 1, 1, 0), new LaneSpec(3, 1, 0));
    Batch three = overlapping.newBatch();
    assertThat(overlapping.batches()).isEqualTo(5);
    assertThat(overlapping.fill(0, 0, three)).isEqualTo(2);
    assertThat(three.x).containsExactly(0, 0, 0, 0, 0, 10);
    assertThat(three.target).containsExactly(10, 20);
    assertThat(overlapping.fill(0, 2, three)).isEqualTo(2);
    assertThat(three.x).containsExactly(0, 10, 10, 10_000, 20, 10_010);
    assertThat(three.target).containsExactly(30, 10_020);
    assertThat(overlapping.fill(0, 4, three)).isEqualTo(1);
    assertThat(three.x).containsExactly(20, 10_010, 0, 10_020, 10, 0);
    assertThat(three.lengths).containsExactly(3, 2);
    assertThat(three.target).containsExactly(20, 0);
  }

  @Test
  void overlappingWindowsResetWhereTheLaneOrASeriesBegins() {
    Batcher overlapping =
        Batchers.lanes(shard, Examples.framing(1, 1, 1, 0), new LaneSpec(3, 1, 0));
    Batch three = overlapping.newBatch();
    overlapping.fill(0, 0, three);
    assertThat(three.reset).containsExactly(false, false, false, false, true, true);
    overlapping.fill(0, 2, three);
    assertThat(three.reset).containsExactly(true, true, false, true, false, false);
    overlapping.fill(0, 3, three);
    assertThat(three.reset).containsExactly(false, true, false, false, false, false);
  }

  @Test
  void delayedTargetsComeLaterAndNotAcrossASeriesBegin() {
    Batcher late = Batchers.lanes(shard, Examples.framing(1, 1, 1, 0), new LaneSpec(2, 2, 1));
    assertThat(late.fill(0, 0, batch)).isEqualTo(1);
    assertThat(batch.weight).containsExactly(0, 0, 1, 0);
    assertThat(batch.target).containsExactly(0, 0, 10, 0);
    assertThat(late.fill(0, 1, batch)).isEqualTo(4);
    assertThat(batch.target).containsExactly(20, 10_010, 30, 10_020);
    assertThat(late.fill(0, 2, batch)).isEqualTo(1);
    assertThat(batch.target).containsExactly(10, 0, 0, 0);
  }

  @Test
  void aSegmentThatIsNotAtHandKeepsItsPlace() {
    Segment absent = Segment.outline(0, 0, 4, 1);
    Shard rest =
        new Shard(
            0, List.of(absent, shard.segments().get(1), shard.segments().get(2)), shard.lanes());
    Batcher late = Batchers.lanes(rest, Examples.framing(1, 1, 1, 0), 3);
    Batcher all = Batchers.lanes(shard, Examples.framing(1, 1, 1, 0), 3);
    Batch expected = all.newBatch();
    Batch found = late.newBatch();
    assertThat(late.batches()).isEqualTo(all.batches());
    assertThat(late.fill(0, 1, found)).isEqualTo(all.fill(0, 1, expected));
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    assertThatThrownBy(() -> late.fill(0, 0, found)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theFirstStepOfAWindowCountsWhatItReadsAgainAndWhatComesLate() {
    assertThat(new LaneSpec(5).first(3)).isEqualTo(15);
    assertThat(new LaneSpec(5, 2, 0).first(3)).isEqualTo(3);
    assertThat(new LaneSpec(5, 5, 4).first(3)).isEqualTo(11);
    assertThat(new LaneSpec(5, 2, 4).first(1)).isZero();
  }

  @Test
  void stridesThatSkipStepsOrGoBackAreRefused() {
    assertThatThrownBy(() -> new LaneSpec(3, 4, 0))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "training.stride must be between 1 and training.window (3) where training.sampling is"
                + " stateful, got 4");
    assertThatThrownBy(() -> new LaneSpec(3, 0, 0)).isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> new LaneSpec(3, 1, -1)).hasMessage("delay must be at least 0, got -1");
  }

  @Test
  void centeringIsRefusedForLanes() {
    assertThatThrownBy(() -> Batchers.lanes(shard, Examples.centered(1, 1, 1, 0), 2))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("model.center must be none where training.sampling is stateful");
  }
}
