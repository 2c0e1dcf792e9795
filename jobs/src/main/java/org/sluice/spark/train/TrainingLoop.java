package org.sluice.spark.train;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.Score;
import org.sluice.spark.train.RoundReport.Seconds;
import org.sluice.spark.train.Selection.Verdict;

/**
 * The rounds of a training. In each, every replica takes K local steps on its own shard, and the
 * average of the replicas is where the next round starts.
 */
final class TrainingLoop {
  private final JavaSparkContext spark;
  private final TrainingSpec spec;
  private final ReplicaPlan plan;
  private final CachedShards shards;
  private final Selection selection;
  private final TrainingListener listener;
  private final long rounds; // in an epoch
  private final Laps laps = new Laps();

  TrainingLoop(
      JavaSparkContext spark,
      TrainingSpec spec,
      ReplicaPlan plan,
      CachedShards shards,
      Selection selection,
      TrainingListener listener) {
    this.spark = spark;
    this.spec = spec;
    this.plan = plan;
    this.shards = shards;
    this.selection = selection;
    this.listener = listener;
    rounds = (shards.longest() + spec.localSteps() - 1) / spec.localSteps();
  }

  /** Trains from {@code theta} until the epochs or the patience are used up. */
  void run(float[] theta) {
    TrainingRun run = new TrainingRun(theta, spec.replicas());
    for (int epoch = 0; epoch < spec.epochs() && !selection.isOver(); epoch++) {
      Laps whole = new Laps();
      Score score = epoch(run, epoch);
      Verdict verdict = selection.judge(run.theta());
      listener.epochEnded(report(epoch, score, verdict, whole.lap()));
    }
  }

  private Score epoch(TrainingRun run, int epoch) {
    laps.lap(); // what lies before, such as a validation, is no part of the first round
    run.beginEpoch();
    Score score = Score.NONE;
    for (long round = 0; round < rounds; round++) {
      score = score.plus(round(run, epoch, round));
    }
    return score;
  }

  private Score round(TrainingRun run, int epoch, long round) {
    double driver = laps.lap();
    try (Start start = Start.broadcast(spark, run.theta(), run.optimizer())) {
      double broadcast = laps.lap();
      JavaRDD<float[]> states = spark.parallelize(run.states(), spec.replicas());
      RoundTask task = new RoundTask(plan, start, epoch, round * spec.localSteps());
      List<LocalResult> replicas = shards.rdd().zipPartitions(states, task).collect();
      double compute = laps.lap();
      RoundSums sums = run.advance(replicas);
      if (sums.diverged()) {
        throw diverged(sums, epoch, round);
      }
      Seconds seconds = new Seconds(broadcast, compute, laps.lap(), driver);
      listener.roundEnded(report(sums, epoch, round, seconds));
      return sums.score();
    }
  }

  private SluiceException diverged(RoundSums sums, int epoch, long round) {
    return new SluiceException(
        String.format(
            "training.optimizer.rate = %s made the loss of every replica infinite or not a number in"
                + " round %d of epoch %d, first that of shard %d in its batches from %d on; lower it,"
                + " or bound the gradient by training.clip.norm (%s)",
            spec.optimizer().rate(),
            round + 1,
            epoch + 1,
            sums.leftOut().get(0),
            round * spec.localSteps(),
            selection.standing()));
  }

  private EpochReport report(int epoch, Score score, Verdict verdict, double seconds) {
    return new EpochReport(
        epoch + 1, spec.epochs(), rounds, score.mean(), verdict.loss(), verdict.best(), seconds);
  }

  private RoundReport report(RoundSums sums, int epoch, long round, Seconds seconds) {
    long window = (long) plan.framing().window().steps() * spec.lanes();
    return new RoundReport(
        epoch + 1,
        round + 1,
        rounds,
        sums.score().mean(),
        sums.localSteps() * window,
        sums.gradientNorm(),
        sums.leftOut().size(),
        seconds);
  }
}
