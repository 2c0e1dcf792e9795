package org.sluice.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.io.FileStore;
import org.sluice.engine.io.Model;
import org.sluice.spark.checkpoint.CheckpointWriter;
import org.sluice.spark.checkpoint.Checkpoints;
import org.sluice.spark.prepare.GroupScalers;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;
import org.sluice.spark.train.TrainingPlan.Cluster;
import org.sluice.spark.train.TrainingPlan.Need;

/** One training from where it stands to its end: the shards, the loop and all that it keeps. */
final class TrainingProcess {
  private static final int LABEL_WINDOWS = 32; // of a validation stream, at least

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final TrainingJob job;
  private final TrainingListener listener;
  private final Checkpoints checkpoints;

  TrainingProcess(
      SparkSession session, TrainingJob job, TrainingListener listener, Checkpoints checkpoints) {
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    hadoop = spark.hadoopConfiguration();
    this.job = job;
    this.listener = listener;
    this.checkpoints = checkpoints;
  }

  /** The best model, which is stored too. */
  Model run(PreparedDataSet data, Origin origin, Standing standing) {
    ReplicaPlan plan = job.plan(origin);
    Scalings scaling = origin.scalings(data);
    TrainingSpan span = TrainingSpan.of(data, scaling, plan, job.training().replicas());
    try (SegmentedShards shards = shards(span);
        Validation validation = validation(data, scaling, plan);
        History history = new History(job.output(), hadoop, standing.history());
        CheckpointWriter writer =
            new CheckpointWriter(checkpoints, job.training().checkpoint().keep());
        TimeLimits limits = new TimeLimits(spark, job.training(), System::nanoTime)) {
      Selection selection = selection(validation, standing.stopping(), origin);
      Snapshots snapshots = new Snapshots(Assignment.of(job, origin), selection, history);
      TrainingListener told = TrainingListener.all(List.of(history, listener));
      Checkpointer checkpointer =
          new Checkpointer(
              job.training().checkpoint(), writer, snapshots, listener, System::nanoTime);
      GroupScalers.copy(origin.preprocessing().data(), origin.scalers(), job.modelFolder(), hadoop);
      takeUp(standing, selection);
      RoundJob roundJob = roundJob(plan, shards);
      tellPlan(plan, span, shards, standing.run());
      TrainingLoop loop =
          new TrainingLoop(
              job.training(), roundJob, job.outer(origin), selection, checkpointer, limits, told);
      return finish(standing.run(), loop.run(standing.run()), selection, checkpointer);
    }
  }

  /** Stores the best model, then the training's state: one that is finished has a model. */
  private Model finish(
      TrainingRun run, boolean ended, Selection selection, Checkpointer checkpointer) {
    if (!ended) {
      checkpointer.save(run, false);
      listener.noted(
          String.format(
              "training.budget (%s) is used up after round %d of epoch %d;"
                  + " --resume goes on from there",
              TimeLimits.written(job.training().budget()), run.round(), run.epoch() + 1));
      Require.that(
          selection.hasBest(),
          "training.budget (%s) was used up before the first epoch ended, so there is no model yet;"
              + " give --resume to go on",
          TimeLimits.written(job.training().budget()));
    }
    Model model = selection.finish();
    if (ended) {
      checkpointer.save(run, true);
    }
    return model;
  }

  /** Tells the plan and how long a round takes; nothing is trained, nothing is written. */
  void rehearse(PreparedDataSet data, Origin origin, Standing standing) {
    ReplicaPlan plan = job.plan(origin);
    TrainingSpan span =
        TrainingSpan.of(data, origin.scalings(data), plan, job.training().replicas());
    try (SegmentedShards shards = shards(span)) {
      tellPlan(plan, span, shards, standing.run());
      Rehearsal rehearsal =
          Rehearsal.of(roundJob(plan, shards), standing.run(), job.training().localSteps());
      listener.planned(rehearsal.text());
      rehearsal.warning(job.training().localSteps()).ifPresent(listener::warned);
    }
  }

  /** The training shards, segment by segment where they are too large for one. */
  private SegmentedShards shards(TrainingSpan span) {
    TrainingSpec training = job.training();
    double warmStart = training.averaging().warmStart(training.replicas());
    EpochRounds rounds = EpochRounds.of(span.batches(), training.localSteps(), warmStart);
    SegmentPlan segments =
        SegmentPlan.of(
            training.segments(), span.bytes(), rounds.later(), training.shuffleRounds().orElse(1));
    return new SegmentedShards(span, rounds, segments, training);
  }

  private RoundJob roundJob(ReplicaPlan plan, SegmentedShards shards) {
    return new RoundJob(spark, plan, shards, job.training().reduce());
  }

  private void tellPlan(
      ReplicaPlan plan, TrainingSpan span, SegmentedShards shards, TrainingRun run) {
    TrainingSpec training = job.training();
    long[] windows = span.windows();
    long[] largest = shards.largest(run.epoch(), run.round(), plan);
    int cores = spark.defaultParallelism();
    int executors = Math.max(1, spark.sc().statusTracker().getExecutorInfos().length - 1);
    listener.planned(
        new TrainingPlan(
                training,
                Arrays.stream(windows).sum(),
                shards.rounds().later(),
                shards.segments(),
                new Need(plan.bytesOut(), plan.bytesBack(), largest[0], largest[1]),
                new Cluster(executors, cores))
            .text());
    PlanCheck.warnings(training, windows, cores, shards.rounds().inAll(training.epochs()))
        .forEach(listener::warned);
    shards.segments().warning(training.segments()).ifPresent(listener::warned);
  }

  /** Leaves nothing behind of what a training did beyond where it is taken up. */
  private void takeUp(Standing standing, Selection selection) {
    try {
      checkpoints.removeAfter(standing.run().roundsInAll());
    } catch (IOException e) {
      throw new UncheckedIOException("old checkpoints cannot be removed from " + checkpoints, e);
    }
    if (selection.hasBest()) {
      selection.store();
    }
  }

  private Validation validation(PreparedDataSet data, Scalings scaling, ReplicaPlan plan) {
    TrainingSpec.ValidationSpec spec = job.training().validation();
    WindowSpec window = plan.framing().window();
    int shards = spec.shards();
    Span span = Span.VALIDATION;
    JavaRDD<Shard> cut =
        switch (plan.sampling().kind()) {
          case WINDOWED -> Shards.windowed(data, span, scaling, window, shards);
          case STATEFUL -> streams(data, span, scaling, plan);
          case SEQUENCES ->
              Shards.sequences(
                  data, span, scaling, window.steps(), plan.sampling().everyStep(), shards);
        };
    return new Validation(spark, plan, cut, spec.lanes());
  }

  /**
   * Streams of labels are long, so that few series are cut and begin in the middle of something.
   */
  private JavaRDD<Shard> streams(
      PreparedDataSet data, Span span, Scalings scaling, ReplicaPlan plan) {
    TrainingSpec.ValidationSpec spec = job.training().validation();
    int horizon = plan.framing().window().horizon();
    int least = LABEL_WINDOWS * (plan.framing().window().steps() + plan.sampling().delay());
    return horizon == 0
        ? Shards.labelLanes(data, span, scaling, spec.shards(), spec.lanes(), least)
        : Shards.lanes(data, span, scaling, horizon, spec.shards(), spec.lanes());
  }

  private Selection selection(Validation validation, EarlyStopping stopping, Origin origin) {
    ModelCard card = new ModelCard(job, origin, spark.version());
    try {
      FileStore store = new HadoopFileStore(job.modelFolder(), hadoop);
      return new Selection(validation, stopping, card, store);
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be written to " + job.modelFolder(), e);
    }
  }
}
