package org.sluice.spark.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.shard.Preprocessing;

/**
 * Where a training begins: a network, how tables are put before it, and its first parameters.
 *
 * @param theta in the network's layout; read only
 */
record Origin(NetworkSpec network, Preprocessing preprocessing, float[] theta) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parameters drawn from the job's seed, the data's own scalers. */
  static Origin fresh(TrainingJob job, DataSetInfo data) {
    Preprocessing preprocessing = job.preprocessing(data);
    NetworkSpec spec = job.network(preprocessing);
    return new Origin(spec, preprocessing, Network.of(spec).initialise(job.training().seed()));
  }

  /**
   * The parameters of {@code model} and, since they belong to them, its scalers.
   *
   * @throws SluiceException if the model is not of the job's network, columns and steps
   */
  static Origin of(Model model, TrainingJob job, DataSetInfo data) {
    Preprocessing stored = preprocessing(model);
    Preprocessing wanted = job.preprocessing(data);
    NetworkSpec spec = job.network(wanted);
    same("data.features", data.features(), stored.data().features());
    same("columns (data.features, data.targets)", data.columns(), stored.data().columns());
    same("data.targets", data.targets(), stored.data().targets());
    same("data.time.step in milliseconds", data.stepMillis(), stored.data().stepMillis());
    same("model.horizon", wanted.horizon(), stored.horizon());
    same("model.center = last", wanted.centered(), stored.centered());
    same("the network of model.layers", spec, model.spec());
    Preprocessing kept =
        new Preprocessing(
            data.scaledLike(stored.data()), wanted.window(), wanted.horizon(), wanted.centered());
    return new Origin(spec, kept, model.theta());
  }

  private static void same(String setting, Object job, Object model) {
    Require.that(
        job.equals(model),
        "%s must be what the model to start from was trained with, %s, got %s;"
            + " change the job file or train from the beginning",
        setting,
        model,
        job);
  }

  private static Preprocessing preprocessing(Model model) {
    try {
      return JSON.treeToValue(model.preprocessing(), Preprocessing.class);
    } catch (JsonProcessingException e) {
      throw new SluiceException(
          "the model to start from holds no preprocessing that this build can read: "
              + e.getOriginalMessage(),
          e);
    }
  }
}
