package org.sluice.spark.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Shard;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.LocalTask;

/**
 * A replica's part of a round: a pure function of its shard, its recurrent state and what every
 * replica starts from. A task that is retried or placed elsewhere gives the same bytes.
 */
record RoundTask(ReplicaPlan plan, Start start, Place place, double rateFactor, WorkClock clock)
    implements FlatMapFunction2<Iterator<Shard>, Iterator<float[]>, LocalResult> {

  /**
   * Where the replicas stand.
   *
   * @param firstBatch of replica 0, in the epoch
   * @param lead batches that it is ahead of the others
   * @param localSteps K, batches of this round
   */
  record Place(long epoch, long firstBatch, long lead, int localSteps) implements Serializable {
    /** Where the next round of {@code run} stands. */
    static Place of(TrainingRun run, EpochRounds rounds, int localSteps) {
      long lead = rounds.lead(run.epoch());
      return new Place(run.epoch(), run.round() * localSteps, lead * localSteps, localSteps);
    }

    /** Below 0 while replica 0 trains alone. */
    long firstBatch(int replica) {
      return replica == 0 ? firstBatch : firstBatch - lead;
    }
  }

  @Override
  public Iterator<LocalResult> call(Iterator<Shard> shard, Iterator<float[]> state) {
    Shard own = shard.next();
    long noise = Draws.of(plan.seed(), Purpose.NOISE).bits(own.index());
    Batcher batcher = plan.training(own);
    long first = place.firstBatch(own.index());
    LocalTask task =
        new LocalTask(
            start.theta(),
            start.optimizer(),
            state.next(),
            place.epoch,
            first < 0 ? batcher.batches() : first, // behind the last: nothing to do yet
            noise,
            place.localSteps,
            rateFactor);
    Laps laps = new Laps();
    LocalResult result = TrainerPool.with(plan, trainer -> trainer.run(batcher, task));
    clock.add(laps.lap());
    Draws rounding =
        Draws.of(plan.seed(), Purpose.ROUNDING)
            .at(place.epoch)
            .at(place.firstBatch)
            .at(own.index());
    return List.of(plan.handed(result, start.theta(), rounding)).iterator();
  }
}
