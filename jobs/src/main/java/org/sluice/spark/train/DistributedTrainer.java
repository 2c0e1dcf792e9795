package org.sluice.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Checkpoint;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.spark.checkpoint.Checkpoints;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.HadoopFileStore;

/**
 * Trains a network on the executors of a Spark application by synchronous parameter averaging.
 *
 * <p>The model depends on the job and the data alone: neither the number of executors and cores, a
 * retried task, nor a training that stopped and was resumed changes a bit of it.
 */
public final class DistributedTrainer {
  private final SparkSession session;
  private final TrainingJob job;
  private final TrainingListener listener;
  private final Checkpoints checkpoints;

  /**
   * @param listener told of warnings, rounds and epochs as they come
   */
  public DistributedTrainer(SparkSession session, TrainingJob job, TrainingListener listener) {
    this.session = session;
    this.job = job;
    this.listener = listener;
    checkpoints = new Checkpoints(job.output(), session.sparkContext().hadoopConfiguration());
  }

  /**
   * Trains and gives back the model with the lowest validation loss. It is written to {@code
   * model/} below the job's output whenever it improves, so a training that is cut short leaves its
   * best model too; {@code history.jsonl} beside it holds a line for each round and epoch. The
   * checkpoints of an earlier training there are removed.
   *
   * @param from the model whose parameters and scalers training starts from; absent: fresh ones
   * @throws SluiceException if the data holds no window for the plan, if {@code from} does not fit
   *     the job, or if the loss stops being finite
   */
  public Model train(PreparedDataSet data, Optional<StartModel> from) {
    Origin origin = origin(data, from);
    return go(data, origin, Standing.fresh(origin.theta(), job.training()));
  }

  /**
   * Goes on from the newest good checkpoint below the job's output, to the model that the training
   * would have come to if it had never stopped, bit for bit. A training that had come to its end is
   * left alone and its model given back.
   *
   * @param meant names of settings, or of groups of them, that are meant to differ from what the
   *     training began with
   * @throws SluiceException if there is no good checkpoint, or if settings or data differ and are
   *     not meant to
   */
  public Model resume(PreparedDataSet data, Collection<String> meant) {
    Checkpoint checkpoint = newestGood();
    Assignment began = Assignment.of(checkpoint.about());
    began.requireSame(Assignment.of(job, job.preprocessing(data.info())), meant);
    Standing standing = Standing.of(checkpoint, job.training());
    Origin origin = Origin.of(began, standing.run(), job);
    TrainingRun run = standing.run();
    if (standing.isOver(job.training())) {
      listener.noted(
          String.format(
              "the training in %s is finished after %d epochs; to train on, raise training.epochs"
                  + " and give --resume-with training.epochs",
              job.output(), run.epoch()));
      return storedModel();
    }
    listener.noted(
        String.format(
            "the training in %s goes on with round %d of epoch %d",
            job.output(), run.round() + 1, run.epoch() + 1));
    return go(data, origin, standing);
  }

  /**
   * Tells the listener the plan of a training and, from some rounds of trial, how long one takes;
   * trains nothing and writes nothing.
   */
  public void rehearse(PreparedDataSet data, Optional<StartModel> from) {
    Origin origin = origin(data, from);
    new TrainingProcess(session, job, listener, checkpoints)
        .rehearse(data, origin, Standing.fresh(origin.theta(), job.training()));
  }

  private Model go(PreparedDataSet data, Origin origin, Standing standing) {
    return new TrainingProcess(session, job, listener, checkpoints).run(data, origin, standing);
  }

  private Origin origin(PreparedDataSet data, Optional<StartModel> from) {
    if (from.isPresent()) {
      return Origin.of(from.get(), job, data.info());
    }
    return Pretrained.into(Origin.fresh(job, data), data, job.model().pretrained(), listener);
  }

  private Checkpoint newestGood() {
    try {
      return checkpoints
          .newestGood(listener::warned)
          .orElseThrow(
              () ->
                  new SluiceException(
                      "there is no good checkpoint in "
                          + checkpoints
                          + " to go on from; leave out --resume to train from the beginning"));
    } catch (IOException e) {
      throw new SluiceException(
          "the checkpoints in " + checkpoints + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Model storedModel() {
    try {
      return ModelFiles.read(
          new HadoopFileStore(job.modelFolder(), session.sparkContext().hadoopConfiguration()));
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be read from " + job.modelFolder(), e);
    }
  }
}
