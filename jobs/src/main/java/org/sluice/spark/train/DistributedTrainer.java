package org.sluice.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.data.Shard;
import org.sluice.engine.io.FileStore;
import org.sluice.engine.io.Model;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;
import org.sluice.spark.train.TrainingSpec.Sampling;

/**
 * Trains a network on the executors of a Spark application by synchronous parameter averaging.
 *
 * <p>The model depends on the job and the data alone: neither the number of executors and cores nor
 * a retried task changes a bit of it.
 */
public final class DistributedTrainer {
  private final SparkSession session;
  private final TrainingJob job;
  private final TrainingListener listener;

  /**
   * @param listener told of warnings, rounds and epochs as they come
   */
  public DistributedTrainer(SparkSession session, TrainingJob job, TrainingListener listener) {
    this.session = session;
    this.job = job;
    this.listener = listener;
  }

  /**
   * Trains and gives back the model with the lowest validation loss. It is written to {@code
   * model/} below the job's output whenever it improves, so a training that is cut short leaves its
   * best model too; {@code history.jsonl} beside it holds a line for each round and epoch.
   *
   * @param from the model whose parameters and scalers training starts from; absent: fresh ones
   * @throws org.sluice.engine.base.SluiceException if the data holds no window for the plan, if
   *     {@code from} does not fit the job, or if the loss stops being finite
   */
  public Model train(PreparedDataSet data, Optional<Model> from) {
    Origin origin =
        from.map(model -> Origin.of(model, job, data.info()))
            .orElseGet(() -> Origin.fresh(job, data.info()));
    ReplicaPlan plan = job.plan(origin);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (CachedShards shards = CachedShards.of("training shards", cutTraining(data, origin), plan);
        Validation validation = validation(data, origin, plan, spark);
        History history = new History(job.output(), spark.hadoopConfiguration())) {
      TrainingSpec training = job.training();
      PlanCheck.warnings(training, shards.windows(), spark.defaultParallelism())
          .forEach(listener::warned);
      Selection selection = selection(validation, origin, spark);
      TrainingListener told = TrainingListener.all(List.of(history, listener));
      new TrainingLoop(spark, training, plan, shards, selection, told).run(origin.theta());
      return selection.finish();
    }
  }

  private JavaRDD<Shard> cutTraining(PreparedDataSet data, Origin origin) {
    TrainingSpec training = job.training();
    return cut(data, Span.TRAIN, origin.preprocessing(), training.replicas(), training.lanes());
  }

  private Validation validation(
      PreparedDataSet data, Origin origin, ReplicaPlan plan, JavaSparkContext spark) {
    TrainingSpec.ValidationSpec spec = job.training().validation();
    JavaRDD<Shard> cut =
        cut(data, Span.VALIDATION, origin.preprocessing(), spec.shards(), spec.lanes());
    return new Validation(spark, plan, cut, spec.lanes());
  }

  private Selection selection(Validation validation, Origin origin, JavaSparkContext spark) {
    ModelCard card = new ModelCard(job, origin, spark.version());
    try {
      FileStore store = new HadoopFileStore(job.modelFolder(), spark.hadoopConfiguration());
      return new Selection(validation, job.training().patience(), card, store);
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be written to " + job.modelFolder(), e);
    }
  }

  private JavaRDD<Shard> cut(
      PreparedDataSet data, Span span, Preprocessing preprocessing, int shards, int lanes) {
    TrainingSpec training = job.training();
    return training.sampling() == Sampling.WINDOWED
        ? Shards.windowed(data, span, preprocessing, training.window(), training.stride(), shards)
        : Shards.lanes(data, span, preprocessing, shards, lanes);
  }
}
