package org.sluice.spark.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TokenInfo;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Scalings;

/**
 * Where a training begins: a network, how tables are put before it, and its first parameters.
 *
 * @param scalers folder that holds the scalers of groups of series, if they have their own
 * @param theta in the network's layout; read only
 * @param vectors fingerprint of the file that vectors of tokens were read from
 */
record Origin(
    NetworkSpec network,
    Preprocessing preprocessing,
    String scalers,
    float[] theta,
    Optional<String> vectors) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parameters drawn from the job's seed, the data's own scalers. */
  static Origin fresh(TrainingJob job, PreparedDataSet data) {
    Preprocessing preprocessing = job.preprocessing(data.info());
    NetworkSpec spec = job.network(preprocessing);
    float[] theta = Network.of(spec).initialise(job.training().seed());
    return new Origin(spec, preprocessing, data.folder(), theta, Optional.empty());
  }

  /**
   * The parameters of a model and, since they belong to them, its scalers and kinds of names.
   *
   * @throws SluiceException if the model is not of the job's network, columns and steps
   */
  static Origin of(StartModel start, TrainingJob job, DataSetInfo data) {
    Model model = start.model();
    Preprocessing stored = preprocessing("the model to start from", model.preprocessing());
    Preprocessing wanted = job.preprocessing(data);
    DataSetInfo kept = preparedLike(data, stored);
    same("model.horizon", wanted.horizon(), stored.horizon());
    if (wanted.tellsLabels()) {
      same("the list of labels", data.classes(), stored.data().classes());
    }
    same("model.center = last", wanted.centered(), stored.centered());
    Preprocessing preprocessing =
        new Preprocessing(
            kept, wanted.window(), wanted.horizon(), wanted.centered(), wanted.labels());
    NetworkSpec spec = job.network(preprocessing);
    same("the network of model.layers", spec, model.spec());
    return new Origin(spec, preprocessing, start.folder(), model.theta(), Optional.empty());
  }

  /** With vectors from a file among the parameters. */
  Origin with(float[] theta, String vectors) {
    return new Origin(network, preprocessing, scalers, theta, Optional.of(vectors));
  }

  /** How the series of {@code data} are scaled. */
  Scalings scalings(PreparedDataSet data) {
    return Scalings.of(data, preprocessing, scalers);
  }

  /** The job's data set with what the model knows of its own. */
  private static DataSetInfo preparedLike(DataSetInfo data, Preprocessing stored) {
    return data instanceof TableInfo table
        ? tableLike(table, stored.table())
        : textLike((TokenInfo) data, stored.tokens());
  }

  private static TokenInfo textLike(TokenInfo data, TokenInfo stored) {
    same("data.text", data.tokenisation(), stored.tokenisation());
    Require.that(
        data.vocabulary().equals(stored.vocabulary()),
        "the vocabulary of the prepared text must be that of the model to start from, whose %d"
            + " tokens are other ones; prepare the text the model was trained on",
        stored.vocabulary().size());
    return data;
  }

  private static TableInfo tableLike(TableInfo data, TableInfo stored) {
    same("data.features", data.features(), stored.features());
    same("data.categories", data.categoryNames(), stored.categoryNames());
    same("columns (data.features, data.targets)", data.columns(), stored.columns());
    same("data.targets", data.targets(), stored.targets());
    same("data.time.step in milliseconds", data.stepMillis(), stored.stepMillis());
    List<String> by = stored.scaleBy() == null ? List.of() : stored.scaleBy().columns();
    Require.that(
        data.key().containsAll(by),
        "data.key (%s) must name what the model to start from has scalers by (data.scale.by), %s;"
            + " add it or train from the beginning",
        String.join(", ", data.key()),
        String.join(", ", by));
    return data.scaledLike(stored);
  }

  /**
   * Where {@code run} stands, in a training that began as {@code assignment} says.
   *
   * @throws SluiceException if the parameters are not those of the job's network
   */
  static Origin of(Assignment assignment, TrainingRun run, TrainingJob job) {
    Preprocessing stored = preprocessing("the checkpoint", assignment.preprocessing());
    NetworkSpec spec = job.network(stored);
    int size = Network.of(spec).layout().size();
    Require.that(
        run.theta().length == size,
        "the checkpoint holds %d parameters where the job's network has %d with padding;"
            + " another version of Sluice wrote it, start anew with --overwrite",
        run.theta().length,
        size);
    return new Origin(spec, stored, job.modelFolder(), run.theta(), assignment.vectors());
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

  private static Preprocessing preprocessing(String holder, JsonNode json) {
    try {
      return JSON.treeToValue(json, Preprocessing.class);
    } catch (JsonProcessingException e) {
      throw new SluiceException(
          holder + " holds no preprocessing that this build can read: " + e.getOriginalMessage(),
          e);
    }
  }
}
