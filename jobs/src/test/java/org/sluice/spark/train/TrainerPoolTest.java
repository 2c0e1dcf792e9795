package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.ShuffleSpec;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.train.LocalTrainer;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;
import org.sluice.spark.train.TrainingSpec.ReduceSpec.Deltas;

final class TrainerPoolTest {
  @Test
  void aTrainerIsUsedAgainByTheNextTaskOfItsPlan() {
    LocalTrainer first = TrainerPool.with(plan(3), trainer -> trainer);
    LocalTrainer second = TrainerPool.with(plan(3), trainer -> trainer);

    assertThat(second).isSameAs(first);
  }

  @Test
  void tasksAtTheSameTimeAndOfOtherPlansHaveTrainersOfTheirOwn() {
    List<LocalTrainer> both =
        TrainerPool.with(
            plan(4), outer -> List.of(outer, TrainerPool.with(plan(4), inner -> inner)));
    LocalTrainer other = TrainerPool.with(plan(5), trainer -> trainer);

    assertThat(both).doesNotHaveDuplicates().doesNotContain(other);
  }

  private static ReplicaPlan plan(int hidden) {
    return new ReplicaPlan(
        new NetworkSpec(2, List.of(new LayerSpec(CellKind.LSTM, hidden)), 1),
        TestJob.LOCAL_PLAN,
        new Framing(new WindowSpec(3, 1, 1), 2, new int[] {1}, false),
        SamplingSpec.of(Sampling.WINDOWED),
        4,
        ShuffleSpec.whole(42),
        Deltas.EXACT);
  }
}
