package org.sluice.spark.train;

import org.apache.hadoop.fs.Path;
import org.sluice.engine.base.Require;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.train.LocalPlan;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

/**
 * Everything a training needs to know beside its data.
 *
 * @param name the job's name, kept in the model
 * @param output folder, on any Hadoop path, below which {@code model/} and {@code history.jsonl}
 *     are written
 */
public record TrainingJob(String name, String output, NetworkDesign model, TrainingSpec training) {
  public TrainingJob {
    Require.notBlank("name", name);
    Require.notBlank("output", output);
    boolean streams = training.sampling() == Sampling.STATEFUL;
    Require.that(
        !streams || model.layers().stream().allMatch(l -> l.direction() == Direction.FORWARD),
        "model.layers.direction must be forward where training.sampling is stateful, since a stream"
            + " has no end to read backwards from; use training.sampling = windowed");
    Require.that(
        training.delay().isEmpty() || model.tellsLabels(),
        "training.delay is of labels, which come later than what they are of; leave it out for"
            + " forecasts, got %s",
        training.delay().orElse(0));
    model.check(training);
  }

  /** Where the model is kept. */
  String modelFolder() {
    return new Path(output, "model").toString();
  }

  Preprocessing preprocessing(DataSetInfo data) {
    SamplingSpec labels = model.tellsLabels() ? sampling(data.labelsSteps()) : null;
    return new Preprocessing(data, training.window(), model.horizon(), model.centered(), labels);
  }

  private SamplingSpec sampling(boolean everyStep) {
    return new SamplingSpec(training.sampling(), everyStep, training.delay().orElse(0));
  }

  NetworkSpec network(Preprocessing preprocessing) {
    return model.network(
        preprocessing.data(), preprocessing.framing(training.window(), training.rowsToNext()));
  }

  /** What all replicas have in common. */
  ReplicaPlan plan(Origin origin) {
    return new ReplicaPlan(
        origin.network(),
        localPlan(),
        origin.preprocessing().framing(training.window(), training.rowsToNext()),
        sampling(origin.preprocessing().data().labelsSteps()),
        training.lanes(),
        training.shuffle(),
        training.reduce().deltas());
  }

  /** What the driver makes of the replicas' rounds. */
  OuterOptimizer outer(Origin origin) {
    return training.averaging().outer(training, Network.of(origin.network()).frozen());
  }

  private LocalPlan localPlan() {
    return new LocalPlan(
        training.localSteps(),
        training.optimizer(),
        training.clip(),
        training.loss().loss(),
        training.averaging().keepsOptimizer(training.replicas()),
        training.averaging().takesGradients());
  }
}
